import { AppError, type SessionView } from '@switchroom/contracts';
import type { CallerToken } from '../../auth/caller';
import { standingOf } from '../../auth/standing';
import { membershipsOfUser } from '../../auth/members';
import { type Database, systemScope } from '../../db/database';
import type { SessionService } from './session.service';

/** What the portal asks once a person is signed in. */
export function createSessionService(options: { db: Database; demo: () => boolean; version: string }): SessionService {
  const { db } = options;
  return {
    async me(caller) {
      const { token } = caller;
      const installation = { demo: options.demo(), version: options.version };
      if (token !== undefined) return { ...(await meOfToken(db, caller.id, token)), ...installation };
      const memberships = await membershipsOfUser(db, caller.id);
      const first = memberships[0];
      if (first === undefined) {
        throw new AppError('signed-out', { message: 'the account belongs to no organisation' });
      }
      const standings = await db.inScope(systemScope, async (tx) => {
        const found = [];
        for (const { organisation } of memberships) found.push(await standingOf(tx, caller.id, organisation.id));
        return found.filter((standing) => standing !== undefined);
      });
      const { id, name, kind } = first.organisation;
      return {
        user: { id: caller.id, name: first.name, email: first.email },
        home: { id, name, kind },
        memberships: standings.flatMap(({ organisation, grants }) =>
          grants
            .filter((grant) => grant.organisation.id === organisation.id)
            .map((grant) => ({ organisation: grant.organisation, role: grant.role, customName: grant.customName })),
        ),
        impersonation:
          caller.impersonation === undefined
            ? null
            : {
                id: caller.impersonation.id,
                mode: caller.impersonation.mode,
                actor: caller.impersonation.actor.name,
                reason: caller.impersonation.reason,
                expiresAt: caller.impersonation.expiresAt,
              },
        secondFactor: {
          used: caller.session?.secondFactor ?? false,
          required: standings.some(({ requireSecondFactor }) => requireSecondFactor),
        },
        ...installation,
      };
    },
  };
}

/** A program is told where it may act, and nothing about the person who made its token. */
async function meOfToken(
  db: Database,
  userId: string,
  token: CallerToken,
): Promise<Omit<SessionView, 'demo' | 'version'>> {
  const standing = await db.inScope(systemScope, (tx) => standingOf(tx, userId, token.organisationId));
  if (standing === undefined || standing.grants.length === 0) {
    throw new AppError('signed-out', { message: 'the maker of the token has no place there any more' });
  }
  const { id, name, kind } = standing.organisation;
  return {
    user: { id: `token:${token.id}`, name: token.name, email: '' },
    home: { id, name, kind },
    memberships: [],
    impersonation: null,
    secondFactor: { used: false, required: false },
  };
}
