import { AppError, roleTable } from '@switchroom/contracts';
import { membershipOfUser } from '../../auth/members';
import type { Database } from '../../db/database';
import type { SessionService } from './session.service';

/** What the portal asks once a person is signed in. */
export function createSessionService(options: { db: Database; demo: () => boolean; version: string }): SessionService {
  return {
    async me(user) {
      const member = await membershipOfUser(options.db, user.id);
      if (member === undefined) {
        throw new AppError('signed-out', { message: 'the account belongs to no organisation' });
      }
      const { id, name, kind } = member.organisation;
      return {
        user: { id: user.id, name: member.name, email: member.email },
        home: { id, name, kind },
        role: member.role,
        permissions: roleTable[member.role],
        demo: options.demo(),
        version: options.version,
      };
    },
  };
}
