import { CloseSession } from '@switchroom/protocol/attendant';
import type { Endings } from '../endings';
import { handle } from '../handler';

/** CloseSession: the seat is free when it is answered. */
export const closeSession = (endings: Endings) =>
  handle(CloseSession, async (session) => {
    await endings.end(session, 'closed');
    return {};
  });
