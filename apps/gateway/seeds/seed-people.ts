import type { BuiltInRole } from '@switchroom/contracts';
import { eq } from 'drizzle-orm';
import { createAuditLog } from '../src/audit/audit-log';
import { makeAccountPassword } from '../src/auth/passwords';
import type { AccountStore } from '../src/auth/port';
import type { Tx } from '../src/db/database';
import { members } from '../src/db/schema/index';
import type { DemoFile } from './demo-file';
import { demoPeople } from './demo-world';

const actor = { id: 'demo-seed', name: 'Demo' };
const request = { requestId: 'seed', address: 'local' };
const audit = createAuditLog();

type Organisation = { id: string };
type Accounts = Pick<AccountStore, 'put' | 'replacePassword'>;

interface Enrolled {
  email: string;
  password: string;
  /** The password is one that an earlier seed, or the gateway's own start, has stored already. */
  stored: boolean;
  name: string;
  role: BuiltInRole;
  organisation: Organisation;
  /** In the audit log. */
  action: string;
}

/** The demo's people beside its administrator, with passwords that stand in the demo's file alone. */
export async function seedPeople(
  tx: Tx,
  accounts: Accounts,
  organisations: ReadonlyMap<string, Organisation>,
  before: DemoFile | undefined,
): Promise<DemoFile['people']> {
  const people: DemoFile['people'] = [];
  for (const plan of demoPeople) {
    const organisation = organisations.get(plan.organisation);
    if (organisation === undefined) throw new Error(`the demo has no organisation ${plan.organisation}`);
    const known = before?.people.find(({ email }) => email === plan.email)?.password;
    const password = known ?? makeAccountPassword();
    const stored = known !== undefined;
    await enrol(tx, accounts, { ...plan, password, stored, organisation, action: 'demo.person' });
    people.push({ ...plan, password });
  }
  return people;
}

/** A member that is there keeps its password, unless the only copy of that password was lost with the file. */
export async function enrol(
  tx: Tx,
  accounts: Accounts,
  { email, password, stored, name, role, organisation, action }: Enrolled,
): Promise<void> {
  const existing = await tx.select({ userId: members.userId }).from(members).where(eq(members.email, email));
  if (existing.length > 0 && stored) return;
  const known = existing[0]?.userId;
  if (known !== undefined) await accounts.replacePassword(known, password);
  const userId = known ?? (await accounts.put({ email, name, password }));
  await tx
    .insert(members)
    .values({ organisationId: organisation.id, userId, email, name, role })
    .onConflictDoNothing({ target: [members.organisationId, members.userId] });
  await audit.append(
    tx,
    { organisationId: organisation.id, actor, ...request },
    {
      action: existing.length > 0 ? `${action}-password` : action,
      target: { kind: 'account', id: userId, name: email },
      after: { role, password: 'changed' },
    },
  );
}
