import { randomUUID } from 'node:crypto';
import type { UserLogin } from '../app-service/attendant-door';
import type { AuditLog } from '../audit/port';
import type { Database } from '../db/database';
import type { Admission } from './admission';

/** Writes to the audit log that a console was not let in; a user's console that keeps trying is one kind. */
export async function recordRefusedConsole(
  { db, audit }: { db: Database; audit: AuditLog },
  { code, details, place }: Extract<Admission, { kind: 'refused' }>,
  { login, address }: { login: UserLogin; address: string },
): Promise<void> {
  if (place === undefined) return;
  const { pbxId, name, organisationId, organisationPath } = place;
  const actor = { id: `pbx-user:${pbxId}:${login.user}`, name: login.displayName ?? login.user };
  const { licence, type } = details;
  await audit.denied([actor.id, organisationId, 'console.open', code], (more) =>
    db.inScope({ path: organisationPath }, (tx) =>
      audit.append(
        tx,
        { organisationId, actor, requestId: randomUUID(), address },
        {
          action: 'access.denied',
          target: { kind: 'pbx', id: pbxId, name },
          pbxId,
          after: {
            attempted: 'console.open',
            why: code,
            user: login.user,
            ...(licence === undefined ? {} : { type: licence.type, inUse: licence.inUse, quantity: licence.quantity }),
            ...(type === undefined ? {} : { type }),
            ...(more === undefined ? {} : { more }),
          },
          result: 'denied',
        },
      ),
    ),
  );
}
