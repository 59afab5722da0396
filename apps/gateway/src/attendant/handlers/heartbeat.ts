import { SessionHeartbeat } from '@switchroom/protocol/attendant';
import type { Clock } from '../../link/clock';
import { handle } from '../handler';

/** Heartbeat: the frame itself was the sign of life. */
export const heartbeat = (clock: Clock) =>
  handle(SessionHeartbeat, () => ({ time: new Date(clock.now()).toISOString() }));
