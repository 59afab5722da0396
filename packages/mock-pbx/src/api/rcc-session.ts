import type { PbxCore } from '../core';
import type { Connection } from '../session/connection';
import { CALL_STATE, CAUSE, type CallEvent, causeInfo, type Leg } from '../state/legs';
import { type JsonObject, type ObjectChange, type PbxObject, text } from '../state/types';
import type { Call } from './call';

interface Watch {
  readonly call: Call;
  readonly isVisible: (user: PbxObject) => boolean;
  readonly describe: (user: PbxObject, update?: string) => JsonObject;
  readonly calls: boolean;
}

/** Stands for "no user handle"; real ones begin with 1. */
const NOBODY = 0;

/** A user whose calls a handle shows: on all devices, or on one. */
interface Controlled {
  readonly guid: string;
  readonly hw: string | undefined;
  readonly src: string | undefined;
  readonly release: () => void;
}

/** Handles and subscriptions that RCC keeps for one connection; handles mean nothing on another one. */
export class RccSession {
  private readonly users = new Map<number, Controlled>();
  private readonly handles = new Map<string, number>();
  private readonly calls = new Map<number, { readonly leg: Leg; readonly user: number }>();
  /** Ends already told as CallAdd. */
  private readonly added = new Set<number>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private watching: Watch | undefined;
  private count = 0;

  constructor(
    private readonly core: PbxCore,
    private readonly connection: Connection,
  ) {
    connection.onceClosed(core.calls.onEvent((event) => this.onCall(event)));
    connection.onceClosed(core.objects.onChange((change) => this.onObject(change)));
    connection.onceClosed(core.phones.onRegistration((guid) => this.onRegistration(guid)));
    connection.onceClosed(() => {
      for (const timer of this.timers) clearTimeout(timer);
      for (const user of this.users.values()) user.release();
    });
  }

  /** Tells users that come, change and go; a new Initialize replaces the last. */
  watch(call: Call, watch: Omit<Watch, 'call'>): void {
    this.watching = { call, ...watch };
  }

  /** Starts to control a user, or one device of the user; returns the handle. */
  open(guid: string, hw: string | undefined, src: string | undefined): number {
    this.count += 1;
    this.users.set(this.count, { guid, hw, src, release: this.core.calls.control(guid) });
    return this.count;
  }

  close(handle: unknown): boolean {
    const user = this.users.get(Number(handle));
    user?.release();
    return this.users.delete(Number(handle));
  }

  userOf(handle: unknown): string | undefined {
    return this.users.get(Number(handle))?.guid;
  }

  /** The device that a handle was opened for. */
  deviceOf(handle: unknown): string | undefined {
    return this.users.get(Number(handle))?.hw;
  }

  /** Calls that a new handle is told of. */
  callsOf(handle: number): Leg[] {
    const user = this.users.get(handle);
    return user ? this.core.calls.of(user.guid).filter((leg) => sees(user, leg)) : [];
  }

  legOf(handle: unknown): Leg | undefined {
    const leg = this.calls.get(Number(handle))?.leg;
    return leg && this.core.calls.isLive(leg) ? leg : undefined;
  }

  /** The device under which a call handle is known. */
  deviceOfCall(handle: unknown): string | undefined {
    return this.deviceOf(this.calls.get(Number(handle))?.user);
  }

  /** The handle under which a user of this connection sees an end of a call. */
  handleOf(leg: Leg, user: number): number {
    const key = `${user}:${leg.id}`;
    const known = this.handles.get(key);
    if (known !== undefined) return known;
    this.count += 1;
    this.handles.set(key, this.count);
    this.calls.set(this.count, { leg, user });
    return this.count;
  }

  /** A handle for a call that perhaps no user of this connection sees, e.g. one parked elsewhere. */
  anyHandleOf(leg: Leg): number {
    for (const [handle, each] of this.calls) if (each.leg === leg) return handle;
    return this.handleOf(leg, NOBODY);
  }

  /** Tells a call that was there before the user was opened. */
  announce(leg: Leg, user: number): void {
    this.callInfo(user, { leg, msg: 'update' });
  }

  later(ms: number, action: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      action();
    }, ms);
    this.timers.add(timer);
  }

  private onCall(event: CallEvent): void {
    for (const [handle, user] of this.users) {
      if (user.guid !== event.leg.guid) continue;
      if (sees(user, event.leg)) this.callInfo(handle, event);
      else if (this.handles.has(`${handle}:${event.leg.id}`)) {
        // Another device of the user has taken the call that rang at this one.
        const state = CALL_STATE.discReceived | (event.leg.state & ~15);
        const info = causeInfo(CAUSE.takenElsewhere);
        this.callInfo(handle, { leg: { ...event.leg, state }, msg: 'del', info, ended: true });
      }
    }
    if (this.watching?.calls === true) this.monitor(this.watching, event);
  }

  private callInfo(user: number, event: CallEvent): void {
    const { leg, msg, info, dtmf, ended } = event;
    const call = this.handleOf(leg, user);
    const { e164, h323, ...names } = leg.other?.endpoint ?? leg.dialled ?? { e164: '', h323: '' };
    this.connection.event({
      mt: 'CallInfo',
      api: 'RCC',
      src: this.users.get(user)?.src,
      user,
      call,
      conf: leg.conf,
      state: leg.state,
      peer: { e164, h323, ...names },
      msg,
      info: info ? [...info] : undefined,
      dtmf,
      del: ended,
    });
    if (ended) {
      this.handles.delete(`${user}:${leg.id}`);
      this.calls.delete(call);
    }
  }

  /** CallAdd, CallUpdate and CallDel for an App object that asked for all calls. */
  private monitor({ call }: Watch, { leg, msg, ended }: CallEvent): void {
    const user = leg.guid === undefined ? undefined : this.core.objects.store.get(leg.guid);
    if (!user) return;
    if (ended) {
      this.added.delete(leg.id);
      call.indicate('CallDel', { call: leg.id });
    } else if (this.added.has(leg.id)) {
      const { e164, h323 } = leg.other?.endpoint ?? leg.dialled ?? { e164: '', h323: '' };
      const local = { h323: text(user.fields['h323']), e164: text(user.fields['e164']) };
      call.indicate('CallUpdate', { call: leg.id, msg: swapView(msg), local, remote: { h323, e164 } });
    } else {
      this.added.add(leg.id);
      const cn = text(user.fields['cn']);
      const ids = { 'conf-id': leg.conf, 'call-id': String(leg.id) };
      call.indicate('CallAdd', { guid: user.guid, cn, call: leg.id, state: leg.state, ...ids });
    }
  }

  private onRegistration(guid: string): void {
    const user = this.core.objects.store.get(guid);
    if (user && this.watching?.isVisible(user) === true) {
      this.watching.call.indicate('UserInfo', this.watching.describe(user, 'update'));
    }
  }

  private onObject({ before, after }: ObjectChange): void {
    const watch = this.watching;
    if (!watch) return;
    const was = before !== undefined && watch.isVisible(before);
    const is = after !== undefined && watch.isVisible(after);
    if (is && after) watch.call.indicate('UserInfo', watch.describe(after, was ? 'update' : 'add'));
    else if (was && before) watch.call.indicate('UserInfo', watch.describe(before, 'del'));
  }
}

/** A call that rings belongs to every device, one that is carried to the device that has it. */
function sees(user: Controlled, leg: Leg): boolean {
  return user.hw === undefined || leg.hw === undefined || user.hw === leg.hw;
}

/** CallUpdate names the sides the other way round than CallInfo. */
function swapView(msg: string): string {
  if (msg.startsWith('x-')) return `r-${msg.slice(2)}`;
  return msg.startsWith('r-') ? `x-${msg.slice(2)}` : msg;
}
