import * as z from 'zod';
import { defineEvent, defineRequest } from '../messages/define';
import { none, opt } from '../messages/fields';
import { bounded, choice, count, id, instant, page } from './fields';
import * as shape from './shapes';
import { ATTENDANT_API as api, CONSOLE_TYPES, SESSION_ENDS } from './terms';

/* The session of one console: one per websocket, one seat of one licence. */

/**
 * Takes a seat. `type` is what the console is; without it the type assigned to the operator is taken. `resume` is the session
 * of a connection that was lost: its seat is taken over instead of a new one.
 */
export const OpenSession = defineRequest({
  api,
  mt: 'OpenSession',
  resultMt: 'OpenSessionResult',
  effect: 'session',
  fields: z.object({
    client: bounded(60),
    version: bounded(40),
    protocol: count,
    type: opt(choice(CONSOLE_TYPES)),
    locale: opt(bounded(35)),
    resume: opt(id),
  }),
  result: z.object({
    session: id,
    protocol: count,
    licence: shape.Licence,
    operator: shape.Operator,
    settings: shape.Settings,
    pause: shape.Pause,
    link: shape.Link,
    calls: page(shape.Call),
    heartbeat: shape.Heartbeat,
    time: instant,
  }),
});

/** A sign of life; every other message of an open session, KeepAlive included, is one too. */
export const SessionHeartbeat = defineRequest({
  api,
  mt: 'Heartbeat',
  resultMt: 'HeartbeatResult',
  effect: 'session',
  fields: none,
  result: z.object({ time: instant }),
});

/** Gives the seat back. */
export const CloseSession = defineRequest({
  api,
  mt: 'CloseSession',
  resultMt: 'CloseSessionResult',
  effect: 'session',
  fields: none,
  result: none,
});

/** The session is over; the seat is free. Nothing follows but the close of the websocket. */
export const SessionInfo = defineEvent({
  api,
  mt: 'SessionInfo',
  fields: z.object({ session: id, ended: choice(SESSION_ENDS) }),
});

/** All settings again, after any of them changed. */
export const SettingsInfo = defineEvent({ api, mt: 'SettingsInfo', fields: z.object({ settings: shape.Settings }) });

/** The way to the PBX broke or is back. While it is down nothing is known of calls, presence and colleagues. */
export const LinkInfo = defineEvent({ api, mt: 'LinkInfo', fields: z.object({ link: shape.Link }) });
