import { randomUUID } from 'node:crypto';
import { AppError, invalidField } from '@switchroom/contracts';
import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import type { AuditLog } from '../../audit/port';
import { isCommonPassword } from '../../auth/common-passwords';
import type { AccountStore } from '../../auth/port';
import { type Database, systemScope, type Tx } from '../../db/database';
import { members, organisations } from '../../db/schema/index';
import type { SetupService } from './setup.service';

/** The first run: the provider's organisation and its first administrator, exactly once. */
export function createSetupService(options: {
  db: Database;
  audit: AuditLog;
  accounts: Pick<AccountStore, 'put'>;
}): SetupService {
  const { db, audit, accounts } = options;
  return {
    needsSetup: () => db.inScope(systemScope, hasNoMember),
    async createFirstAdministrator(input, request) {
      if (isCommonPassword(input.password, input.email)) throw invalidField('password', 'password-common');
      await db.inScope(systemScope, async (tx) => {
        // Two browsers can send the form at once; the second waits here and then finds a member.
        await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('switchroom setup', 0))`);
        if (!(await hasNoMember(tx))) throw new AppError('setup-done');
        const organisation = await providerOf(tx, input.organisationName);
        // The account is written by another role and so in another transaction. If ours fails after it, an account
        // without a member stays, which can do nothing, and the next setup with that address takes it over.
        const email = input.email.toLowerCase();
        const userId = await accounts.put({ email, name: input.name, password: input.password });
        await tx
          .insert(members)
          .values({ organisationId: organisation.id, userId, email, name: input.name, role: 'provider-administrator' });
        await audit.append(
          tx,
          { organisationId: organisation.id, actor: { id: userId, name: input.name }, ...request },
          {
            action: 'setup.first-administrator',
            target: { kind: 'account', id: userId, name: email },
            after: { organisation: organisation.name, role: 'provider-administrator', password: 'changed' },
          },
        );
      });
    },
  };
}

/** Members, not accounts: an account that belongs nowhere cannot administer anything. */
async function hasNoMember(tx: Tx): Promise<boolean> {
  const rows = await tx.select({ id: members.id }).from(members).limit(1);
  return rows.length === 0;
}

async function providerOf(tx: Tx, name: string): Promise<{ id: string; name: string }> {
  const existing = await tx
    .select({ id: organisations.id, name: organisations.name })
    .from(organisations)
    .where(and(isNull(organisations.parentId), eq(organisations.kind, 'provider')))
    .orderBy(asc(organisations.createdAt), asc(organisations.id))
    .limit(1);
  if (existing[0] !== undefined) return existing[0];
  const id = randomUUID();
  await tx.insert(organisations).values({ id, kind: 'provider', name, path: `/${id}/` });
  return { id, name };
}
