import { isJsonObject, pseudoType, splitNames, text, type JsonObject, type PbxObject } from '../state/types';
import { CALL_STATE, type Leg, phaseOf, type Target } from '../state/legs';
import type { PbxCore } from '../core';
import type { ApiRoute, Call, Handler } from './call';
import { ofType } from './admin-lists';
import { RccSession } from './rcc-session';

/** Most users per burst of UserInfo, and the pause between bursts. */
const MAX_BURST = 50;
const BURST_MS = 20;

const UNKNOWN_CALL = { error: 'unknown call handle' };

/** Users that this connection may control: itself, those that have the App, or those in the App object's groups. */
function visibleUsers(call: Call, byGroup: boolean): PbxObject[] {
  const { core, connection } = call;
  const { identity } = connection;
  if (identity?.kind === 'user') {
    const user = core.objects.store.get(identity.user);
    return user ? [user] : [];
  }
  const app = identity ? core.objects.store.get(identity.app) : undefined;
  if (!app) return [];
  const name = text(app.fields['h323']);
  const groups = new Set(core.groupsOf(app.guid));
  return ofType(core, '').filter((user) =>
    byGroup
      ? core.groupsOf(user.guid).some((group) => groups.has(group))
      : splitNames(core.objects.effective(user)['apps']).includes(name),
  );
}

function userInfo(core: PbxCore, user: PbxObject, update?: string): JsonObject {
  const { cn, dn, h323, e164, node } = user.fields;
  const regs = core.phones.registered(user).map((hw) => ({ hw }));
  return { update, guid: user.guid, cn, dn, h323, e164, node, pbx: core.config.pbx, pseudo: pseudoType(user), regs };
}

function initialize(call: Call): undefined {
  const { core, connection, request } = call;
  const byGroup = request['grp'] === true;
  const users = visibleUsers(call, byGroup);
  const limit =
    typeof request['limit'] === 'number' && request['limit'] >= 1 ? Math.floor(request['limit']) : undefined;
  const burst = limit === undefined ? users.length : Math.min(MAX_BURST, limit);
  const session = connection.session(RccSession);
  const finish = (): void => {
    session.watch(call, {
      isVisible: (user) => visibleTo(call, byGroup, user),
      describe: (user, update) => userInfo(core, user, update),
      calls: request['calls'] === true && connection.identity?.kind === 'app',
    });
    call.reply({});
  };
  const sendFrom = (start: number): void => {
    for (const user of users.slice(start, start + burst)) call.indicate('UserInfo', userInfo(core, user), true);
    if (start + burst >= users.length) finish();
    else session.later(BURST_MS, () => sendFrom(start + burst));
  };
  if (users.length === 0) finish();
  else sendFrom(0);
}

function visibleTo(call: Call, byGroup: boolean, user: PbxObject): boolean {
  if (!['', 'executive'].includes(pseudoType(user))) return false;
  const { core, connection } = call;
  const { identity } = connection;
  if (identity?.kind === 'user') return identity.user === user.guid;
  const app = identity ? core.objects.store.get(identity.app) : undefined;
  if (!app) return false;
  if (!byGroup) return splitNames(core.objects.effective(user)['apps']).includes(text(app.fields['h323']));
  const groups = new Set(core.groupsOf(app.guid));
  return core.groupsOf(user.guid).some((group) => groups.has(group));
}

function userInitialize(call: Call): JsonObject {
  const { core, connection, request } = call;
  const user = core.objects.store.find('cn', text(request['cn']));
  if (!user || pseudoType(user) === 'app') return { error: `user "${text(request['cn'])}" not found` };
  if (connection.identity?.kind === 'user' && connection.identity.user !== user.guid) {
    return { error: 'a user login may control the own user only' };
  }
  const hw = text(request['hw']) || undefined;
  if (hw !== undefined && !core.phones.of(user).includes(hw)) {
    return { error: `user "${text(request['cn'])}" has no device "${hw}"` };
  }
  const session = connection.session(RccSession);
  const handle = session.open(user.guid, hw, call.src);
  for (const leg of session.callsOf(handle)) session.announce(leg, handle);
  const plan = { prefixIntl: '000', prefixNtl: '00', prefixSubs: '0', area: '', country: '49' };
  return { user: handle, ...plan, maxIntern: String(core.objects.store.factory.extensions.first).length, tones: 'de' };
}

function targetOf(request: JsonObject): Target {
  return { e164: text(request['e164']), h323: text(request['h323']), cn: text(request['cn']) };
}

function userCall(call: Call): JsonObject {
  const { core, connection, request } = call;
  const session = connection.session(RccSession);
  const user = core.objects.store.get(session.userOf(request['user']) ?? '');
  if (!user) return { call: 0, error: 'unknown user handle' };
  const options = { hw: session.deviceOf(request['user']), obey: request['ftyNoCF'] !== true };
  const leg = core.calls.originate(user, targetOf(request), options);
  if (!leg) return { call: 0, error: 'the device does not take the call' };
  return { call: session.handleOf(leg, Number(request['user'])) };
}

function userPickup(call: Call): JsonObject {
  const { core, connection, request } = call;
  const session = connection.session(RccSession);
  const user = core.objects.store.get(session.userOf(request['user']) ?? '');
  if (!user) return { error: 'unknown user handle' };
  const owner = core.objects.store.find('cn', text(request['cn']));
  const leg = session.legOf(request['call']) ?? (owner ? core.calls.of(owner.guid).find(isWaiting) : undefined);
  if (!leg || !core.calls.pickUp(leg, user, session.deviceOf(request['user']))) {
    return { call: 0, error: 'no call to pick up' };
  }
  return { call: session.handleOf(leg, Number(request['user'])) };
}

function userPark(call: Call): JsonObject {
  const { core, connection, request } = call;
  const session = connection.session(RccSession);
  const leg = session.legOf(request['call']);
  if (!leg) return { call: 0, ...UNKNOWN_CALL };
  const cn = text(request['cn']);
  const place = cn === '' ? leg.guid : core.objects.store.find('cn', cn)?.guid;
  if (place === undefined) return { call: 0, error: `object "${cn}" not found` };
  const position = typeof request['position'] === 'number' ? request['position'] : undefined;
  const error = core.calls.park(leg, place, position);
  return error === undefined ? { call: session.anyHandleOf(leg) } : { call: 0, error };
}

function isWaiting(leg: Leg): boolean {
  return leg.parked !== undefined || (leg.toUser && phaseOf(leg) === CALL_STATE.alert);
}

/** A handler for a call that this connection knows. */
function onLeg(action: (call: Call, leg: Leg) => JsonObject): Handler {
  return (call) => {
    const leg = call.connection.session(RccSession).legOf(call.request['call']);
    return leg ? action(call, leg) : { ...UNKNOWN_CALL };
  };
}

function move(obey: boolean): Handler {
  return onLeg(({ core, request }, leg) => {
    return core.calls.redirect(leg, targetOf(request), obey) ? {} : { error: 'Unallocated (unassigned) number' };
  });
}

/** Accepted and without effect on the simulated phone. */
const accepted: Handler = onLeg(() => ({}));

/** Call control, each order of which is journalled. */
const orders: Readonly<Record<string, Handler>> = {
  UserCall: userCall,
  UserPickup: userPickup,
  UserPark: userPark,
  UserClear: onLeg(({ core, request }, leg) => {
    core.calls.clear(leg, Number(request['cause'] ?? 16));
    return {};
  }),
  UserConnect: onLeg(({ core, connection, request }, leg) => {
    const hw = connection.session(RccSession).deviceOfCall(request['call']);
    return core.calls.answer(leg, hw) ? {} : { error: 'the call does not ring' };
  }),
  UserHold: onLeg(({ core }, leg) => (core.calls.hold(leg, true) ? {} : { error: 'the call cannot be held' })),
  UserRetrieve: onLeg(({ core }, leg) => (core.calls.hold(leg, false) ? {} : { error: 'the call is not on hold' })),
  UserRedirect: move(false),
  UserReroute: move(true),
  UserTransfer: ({ core, connection, request }) => {
    const session = connection.session(RccSession);
    const [a, b] = [session.legOf(request['a']), session.legOf(request['b'])];
    if (!a || !b) return { ...UNKNOWN_CALL };
    return core.calls.transfer(a, b) ? {} : { error: 'the calls cannot be joined' };
  },
  UserMediaTransfer: ({ connection, request }) =>
    connection.session(RccSession).legOf(request['a']) ? {} : { ...UNKNOWN_CALL },
  UserDTMF: onLeg(({ core, request }, leg) => {
    const to = request['recv'] === true ? leg : leg.other;
    if (to) core.calls.pass(to, { msg: 'update', dtmf: text(request['dtmf']) });
    return {};
  }),
  UserUUI: onLeg(({ core, request }, leg) => {
    const to = request['recv'] === true ? leg : leg.other;
    if (to) core.calls.pass(to, { msg: 'update', info: [{ type: 'uui', vals: text(request['uui']) }] });
    return {};
  }),
  UserInfo: onLeg(({ core, request }, leg) => {
    const vals = text(request['cdpn']) + text(request['key']);
    if (leg.other) core.calls.pass(leg.other, { msg: 'r-user-info', info: [{ type: 'cdpn', vals }] });
    return {};
  }),
  UserRc: accepted,
  UserCtrlCall: accepted,
  UserCtComplete: accepted,
};

/** Carries an order out and notes it: who was ordered to do what, and whether the PBX took it. */
function journalled([mt, handler]: readonly [string, Handler]): readonly [string, Handler] {
  return [
    mt,
    (call) => {
      const { core, connection, request } = call;
      const session = connection.session(RccSession);
      const leg = session.legOf(request['call'] ?? request['a']);
      const guid = session.userOf(request['user']) ?? leg?.guid;
      const hw = session.deviceOf(request['user']) ?? session.deviceOfCall(request['call'] ?? request['a']);
      const user = guid === undefined ? undefined : text(core.objects.store.get(guid)?.fields['cn']);
      const failing = core.faults.take('failWrite', mt);
      const result = failing ? { error: failing.value } : handler(call);
      const error = result?.['error'] === undefined ? undefined : text(result['error']);
      core.journal.recordOrder({ at: Date.now(), connection: connection.id, mt, request, user, hw, error });
      return result;
    },
  ];
}

/** RCC: remote call control (innovaphone SDK, RCC). */
export const rccApi: ApiRoute = {
  flag: 'rcc',
  forUsers: true,
  handlers: {
    Initialize: initialize,
    Devices: ({ core, request }) => {
      const devices = core.objects.store.find('cn', text(request['cn']))?.fields['devices'];
      const rows = Array.isArray(devices) ? devices.filter(isJsonObject) : [];
      return { devices: rows.map((device) => ({ hw: text(device['hw']), text: text(device['text']) })) };
    },
    UserInitialize: userInitialize,
    UserEnd: ({ connection, request }) =>
      connection.session(RccSession).close(request['user']) ? {} : { error: 'unknown user handle' },
    ...Object.fromEntries(Object.entries(orders).map(journalled)),
  },
  // Calls are no stored state: a journal of writes lists objects only, orders have a list of their own.
  writes: new Set(),
};
