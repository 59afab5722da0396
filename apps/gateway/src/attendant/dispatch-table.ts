import type { Database } from '../db/database';
import type { Clock } from '../link/clock';
import type { Endings } from './endings';
import type { Handler } from './handler';
import { closeSession } from './handlers/close-session';
import { heartbeat } from './handlers/heartbeat';
import { pause } from './handlers/pause';
import { resume } from './handlers/resume';
import type { Sessions } from './sessions';

/** What handlers are made from. */
export interface HandlerServices {
  db: Database;
  clock: Clock;
  sessions: Sessions;
  endings: Endings;
}

/** Every request that an open session may make, by name. What is not in here is answered with `unknown-message`. */
export function dispatchTable(services: HandlerServices): ReadonlyMap<string, Handler> {
  const handlers = [heartbeat(services.clock), closeSession(services.endings), pause(services), resume(services)];
  return new Map(handlers.map((handler) => [handler.request.mt, handler]));
}
