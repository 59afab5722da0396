import type { PbxCore } from '../core';
import { adminApi } from '../api/admin';
import type { ApiRoute, Call } from '../api/call';
import { pbxApi } from '../api/pbx-api';
import { rccApi } from '../api/rcc';
import { servicesApi } from '../api/services';
import { tableUsersApi } from '../api/table-users';
import { checkBuild } from '../api/check-build';
import { type JsonObject, text } from '../state/types';
import { appSettings } from './app-login';
import type { Connection } from './connection';

const ROUTES: Readonly<Record<string, ApiRoute>> = {
  PbxAdminApi: adminApi,
  PbxTableUsers: tableUsersApi,
  PbxApi: pbxApi,
  Services: servicesApi,
  RCC: rccApi,
};
/** A KeepAlive this soon after ours is taken for the peer's echo, or two echoing sides would never stop. */
const ECHO_GAP_MS = 20;
const lastKeepAlive = new WeakMap<Connection, number>();

/** Carries out one message of a connection and sends its answer. */
export function dispatch(core: PbxCore, connection: Connection, message: JsonObject): void {
  const mt = text(message['mt']);
  const api = typeof message['api'] === 'string' ? message['api'] : undefined;
  if (api === undefined) base(core, connection, mt, message);
  else if (connection.isReady) callApi(core, connection, api, mt, message);
}

function base(core: PbxCore, connection: Connection, mt: string, message: JsonObject): void {
  const src = message['src'];
  if (mt === 'KeepAlive') {
    const now = performance.now();
    if (core.faults.take('silent') || now - (lastKeepAlive.get(connection) ?? Number.NEGATIVE_INFINITY) < ECHO_GAP_MS)
      return;
    lastKeepAlive.set(connection, now);
    connection.event({ mt: 'KeepAlive' });
  } else if (mt === 'CheckBuild') {
    connection.answer({ mt: 'CheckBuildResult', ...checkBuild(text(message['url']), core.options.build), src }, mt);
  } else if (connection.isReady && isRequest(mt)) {
    connection.answer({ mt: `${mt}Result`, error: `unknown message ${mt}`, src }, mt);
  }
}

function callApi(core: PbxCore, connection: Connection, api: string, mt: string, message: JsonObject): void {
  const route = ROUTES[api];
  const src = typeof message['src'] === 'string' ? message['src'] : undefined;
  const reply = (fields: JsonObject): void => {
    // A subscription may answer under another name than its request; the route says so.
    connection.answer({ api, mt: route?.resultNames?.[mt] ?? `${mt}Result`, ...fields, src }, mt);
  };
  const handler = route?.handlers[mt];
  const refusal = refuse(core, connection, api, route) ?? (handler ? undefined : `unknown message ${mt}`);
  if (refusal !== undefined || !route || !handler) {
    if (handler || isRequest(mt)) reply(failure(route, refusal ?? ''));
    return;
  }
  const isWrite = route.writes.has(mt);
  const failWrite = isWrite ? core.faults.take('failWrite', mt) : undefined;
  if (failWrite) {
    core.journal.recordWrite({ ...stamp(connection), mt, request: message, guid: undefined, error: failWrite.value });
    reply({ error: failWrite.value });
    return;
  }
  const call: Call = {
    core,
    connection,
    request: message,
    src,
    reply,
    indicate: (type, fields, now) => {
      const frame: JsonObject = { api, mt: type, ...fields, src };
      if (now === true) connection.eventNow(frame);
      else connection.event(frame);
    },
  };
  const { result, release } = connection.holding(() => handler(call));
  if (isWrite && result) {
    const error =
      result['error'] === undefined ? undefined : text(result['errorText']) || JSON.stringify(result['error']);
    const guid = text(result['guid']) || text(message['guid']) || undefined;
    core.journal.recordWrite({ ...stamp(connection), mt, request: message, guid, error });
  }
  if (core.faults.take('dropAfterExecute', mt)) {
    connection.terminate();
    return;
  }
  if (result) reply(result);
  release();
}

function stamp(connection: Connection): { at: number; connection: number } {
  return { at: Date.now(), connection: connection.id };
}

/** Results and indications of the peer are never answered, or two mocks could argue for ever. */
function isRequest(mt: string): boolean {
  return !/(Result|Info|Error)$/.test(mt);
}

function failure(route: ApiRoute | undefined, errorText: string): JsonObject {
  return route?.errorNumbers === true ? { error: 1, errorText } : { error: errorText };
}

function refuse(core: PbxCore, connection: Connection, api: string, route: ApiRoute | undefined): string | undefined {
  const { identity } = connection;
  if (!route || !identity) return `api ${api} is not available on this PBX`;
  if (identity.kind === 'user' && !route.forUsers) return `api ${api} is not available to a user login`;
  if (identity.app === undefined) return undefined;
  const app = core.objects.store.get(identity.app);
  if (!app) return 'the App object of this connection was deleted';
  return appSettings(app)[route.flag] === true
    ? undefined
    : `api ${api} is not enabled at App object "${text(app.fields['h323'])}"`;
}
