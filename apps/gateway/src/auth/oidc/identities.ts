import {
  administratorRole,
  installationPermissions,
  type OrganisationKind,
  permissionsOfRole,
  type Role,
  rolesFor,
} from '@switchroom/contracts';
import { and, eq, inArray, sql } from 'drizzle-orm';
import type { AuditLog } from '../../audit/port';
import { type Database, systemScope, type Tx } from '../../db/database';
import { customRoles, identityLinks, members, organisations } from '../../db/schema/index';
import { holdsAll } from '../role-choice';
import { standingOf } from '../standing';
import type { MappedRole } from './map-role';
import type { ProvenPerson } from './person';
import type { Provider } from './providers';

/** The account that a provider's subject stands for; undefined at the first sign-in. */
export async function linkedAccount(tx: Tx, provider: Provider, subject: string): Promise<string | undefined> {
  const rows = await tx
    .select({ userId: identityLinks.userId })
    .from(identityLinks)
    .where(and(eq(identityLinks.providerId, provider.row.id), eq(identityLinks.subject, subject)));
  return rows[0]?.userId;
}

/** True when another person of the provider stands for this account: an address that was given to somebody else. */
export async function isTaken(tx: Tx, provider: Provider, userId: string, subject: string): Promise<boolean> {
  const rows = await tx
    .select({ subject: identityLinks.subject })
    .from(identityLinks)
    .where(and(eq(identityLinks.providerId, provider.row.id), eq(identityLinks.userId, userId)));
  return rows.some((row) => row.subject !== subject);
}

/** For an account that ends: what any provider calls its person leads nowhere from here on. `tx` sees all organisations. */
export async function forgetLinks(tx: Tx, userId: string): Promise<void> {
  await tx.delete(identityLinks).where(eq(identityLinks.userId, userId));
}

/** True for an account with a role somewhere. `tx` sees all organisations. */
export async function belongsSomewhere(tx: Tx, userId: string): Promise<boolean> {
  const rows = await tx.select({ id: members.id }).from(members).where(eq(members.userId, userId)).limit(1);
  return rows.length > 0;
}

/**
 * Why a provider of this organisation may not speak for the account; undefined when it may: everything the account
 * belongs to lies in the organisation or below it, it holds nothing that the organisation's own administrator does not,
 * and no place below forbids that somebody above acts as its people, which whoever rules their provider could.
 * `tx` sees all organisations, because what lies elsewhere is the question.
 */
export async function objectionTo(
  tx: Tx,
  provider: Provider,
  userId: string,
): Promise<'belongs-elsewhere' | 'impersonation-forbidden' | undefined> {
  const { path, kind } = provider.organisation;
  const administrator = new Set(permissionsOfRole(administratorRole(kind), null));
  const rows = await tx
    .select({ id: organisations.id, path: organisations.path, role: members.role, custom: customRoles.permissions })
    .from(members)
    .innerJoin(organisations, eq(organisations.id, members.organisationId))
    .leftJoin(customRoles, eq(customRoles.id, members.customRoleId))
    .where(eq(members.userId, userId));
  const within = rows.every(
    (row) => row.path.startsWith(path) && holdsAll(administrator, permissionsOfRole(row.role, row.custom)),
  );
  if (!within) return 'belongs-elsewhere';
  for (const place of rows) {
    if (place.path === path) continue;
    if ((await standingOf(tx, userId, place.id))?.forbidImpersonation === true) return 'impersonation-forbidden';
  }
  return undefined;
}

/** True while the role can be given in this organisation, by whoever administers it. */
export async function canBeGiven(
  db: Database,
  organisation: { path: string; kind: OrganisationKind },
  { role, customRoleId }: MappedRole,
): Promise<boolean> {
  if (role !== 'custom') return customRoleId === null && isMappable(organisation.kind, role);
  if (customRoleId === null) return false;
  const ids = organisation.path.split('/').filter((part) => part !== '');
  const rows = await db.inScope(systemScope, (tx) =>
    tx
      .select({ permissions: customRoles.permissions })
      .from(customRoles)
      .where(and(eq(customRoles.id, customRoleId), inArray(customRoles.organisationId, ids))),
  );
  const administrator = new Set(permissionsOfRole(administratorRole(organisation.kind), null));
  return rows.some(({ permissions }) => holdsAll(administrator, permissionsOfRole('custom', permissions)));
}

/** True for a built-in role that groups may give here: never one that rules the installation. */
export function isMappable(kind: OrganisationKind, role: Exclude<Role, 'custom'>): boolean {
  const rules = permissionsOfRole(role, null).some((permission) => installationPermissions.has(permission));
  return !rules && rolesFor(kind).includes(role);
}

/** What a sign-in through a provider leaves behind. */
export interface Settled {
  /** The person belongs somewhere. */
  belongs: boolean;
  /** What they may do has changed. */
  changed: boolean;
}

/**
 * Links the account, and makes the membership that this provider gave equal to the role that it gives now: added, changed
 * or taken away, each with its audit entry. A membership that somebody gave by hand stays as it is, here and below.
 * `tx` sees all organisations.
 */
export async function settleIdentity(
  tx: Tx,
  audit: AuditLog,
  provider: Provider,
  account: { id: string; email: string; name: string },
  person: ProvenPerson,
  role: MappedRole | undefined,
  request: { requestId: string; address: string },
): Promise<Settled> {
  const { organisation } = provider;
  const record = { organisationId: organisation.id, actor: { id: account.id, name: account.name }, ...request };
  // Two tabs of one person: the second finds what the first has made.
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`switchroom identity ${provider.row.id} ${account.id}`}, 0))`,
  );
  const held = await tx.select().from(members).where(eq(members.userId, account.id));
  const own = held.find(({ organisationId }) => organisationId === organisation.id);
  if (held.length === 0 && role === undefined) return { belongs: false, changed: false };
  const link = await keepLink(tx, provider, account.id, person.subject);
  const through = { id: provider.row.id, name: provider.row.name };
  let changed = false;
  const target = (id: string) => ({ kind: 'member' as const, id, name: account.email });
  if (own === undefined && role !== undefined) {
    const [made] = await tx
      .insert(members)
      .values({
        organisationId: organisation.id,
        userId: account.id,
        email: account.email,
        name: account.name,
        ...role,
      })
      .returning({ id: members.id });
    if (made === undefined) throw new Error('the membership was not written');
    await tx.update(identityLinks).set({ memberId: made.id }).where(eq(identityLinks.id, link.id));
    await audit.append(tx, record, { action: 'member.add', target: target(made.id), after: { ...role, through } });
    changed = true;
  } else if (own !== undefined && own.id === link.memberId) {
    const before = { role: own.role, customRoleId: own.customRoleId };
    if (role === undefined) {
      await audit.append(tx, record, {
        action: 'member.remove',
        target: target(own.id),
        before: { ...before, through },
      });
      await tx.delete(members).where(eq(members.id, own.id));
      changed = true;
    } else if (role.role !== own.role || role.customRoleId !== own.customRoleId) {
      await tx
        .update(members)
        .set({ ...role, version: sql`${members.version} + 1` })
        .where(eq(members.id, own.id));
      await audit.append(tx, record, {
        action: 'member.change-role',
        target: target(own.id),
        before,
        after: { ...role, through },
      });
      changed = true;
    }
  }
  if (link.fresh) {
    await audit.append(tx, record, {
      action: 'identity.link',
      target: { kind: 'account', id: account.id, name: account.email },
      after: { through },
    });
  }
  return { belongs: role !== undefined || held.some(({ id }) => id !== link.memberId), changed };
}

/** The link of a person of the provider with an account, made where there is none; each is one sign-in later. */
export async function keepLink(
  tx: Tx,
  provider: Provider,
  userId: string,
  subject: string,
): Promise<{ id: string; memberId: string | null; fresh: boolean }> {
  const here = and(eq(identityLinks.providerId, provider.row.id), eq(identityLinks.subject, subject));
  const [known] = await tx
    .update(identityLinks)
    .set({ lastSignInAt: new Date() })
    .where(here)
    .returning({ id: identityLinks.id, memberId: identityLinks.memberId });
  if (known !== undefined) return { ...known, fresh: false };
  const [made] = await tx
    .insert(identityLinks)
    .values({ organisationId: provider.organisation.id, providerId: provider.row.id, subject, userId })
    .returning({ id: identityLinks.id });
  if (made === undefined) throw new Error('the link of an identity was not written');
  return { id: made.id, memberId: null, fresh: true };
}
