import type { SessionView } from '@switchroom/contracts';
import type { Caller } from '../../auth/caller';

export interface SessionService {
  /** The person, where they belong and what they are there. Throws `signed-out` for an account without membership. */
  me(caller: Caller): Promise<SessionView>;
}
