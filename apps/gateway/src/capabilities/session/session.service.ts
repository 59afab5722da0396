import type { SessionView } from '@switchroom/contracts';

export interface SessionService {
  /** The person's home organisation, role and permissions. Throws `signed-out` for an account without membership. */
  me(user: { id: string; name: string; email: string }): Promise<SessionView>;
}
