import { AppError, type ChangeRoleInput } from '@switchroom/contracts';
import { and, eq, sql } from 'drizzle-orm';
import { recordingDenials, refusedBy } from '../../audit/denials';
import type { AuditLog } from '../../audit/port';
import type { Caller } from '../../auth/caller';
import { customRolesFor, requireRole, roleGone } from '../../auth/role-choice';
import type { Database, Tx } from '../../db/database';
import { members, organisations } from '../../db/schema/index';
import type { Tenant } from '../../db/tenant';
import type { GatewayBus } from '../../events';
import { isLastAdministrator, strengthRefusal } from './who-may';

interface Dependencies {
  db: Database;
  audit: AuditLog;
  bus: GatewayBus;
}

/** A role held in the tenant's organisation itself, or AppError `not-found`. */
export async function requireMember(db: Database, tenant: Tenant, memberId: string) {
  const [record] = await db.inScope(tenant, (tx) =>
    tx
      .select({ member: members, kind: organisations.kind })
      .from(members)
      .innerJoin(organisations, eq(organisations.id, members.organisationId))
      .where(and(eq(members.id, memberId), eq(members.organisationId, tenant.organisationId))),
  );
  if (record === undefined) throw new AppError('not-found');
  return record;
}

/** Gives somebody another role; what their open pages may show is checked anew at once. */
export async function changeRole(
  { db, audit, bus }: Dependencies,
  tenant: Tenant,
  caller: Caller,
  input: ChangeRoleInput,
): Promise<void> {
  const { member, kind } = await requireMember(db, tenant, input.memberId);
  const before = await auditedRole(db, tenant, member);
  const target = { kind: 'member', id: member.id, name: member.email } as const;
  const action = 'member.change-role';
  await recordingDenials({ db, audit }, tenant, { action, target }, async () => {
    await requireWeaker(db, tenant, caller, member.userId);
    const role = await requireRole(db, tenant, kind, input);
    await db.inScope(tenant, async (tx) => {
      if (role.role !== 'provider-administrator') await requireAnother(tx, member);
      const rows = await tx
        .update(members)
        .set({ role: role.role, customRoleId: role.customRoleId, version: sql`${members.version} + 1` })
        .where(and(eq(members.id, member.id), eq(members.version, input.version)))
        .returning({ id: members.id })
        .catch((error: unknown) => {
          throw roleGone(error);
        });
      if (rows.length === 0) throw new AppError('plan-outdated', { message: 'the role was changed by somebody else' });
      await audit.append(tx, tenant, {
        action,
        target,
        before,
        after: role.customName === null ? { role: role.role } : { role: role.role, roleName: role.customName },
      });
    });
  });
  bus.emit('access.changed', { userIds: [member.userId] });
}

/** Takes somebody's role in the organisation; their open pages lose access at once. */
export async function removeMember(
  { db, audit, bus }: Dependencies,
  tenant: Tenant,
  caller: Caller,
  input: { memberId: string; version: number },
): Promise<void> {
  const { member } = await requireMember(db, tenant, input.memberId);
  const before = { name: member.name, ...(await auditedRole(db, tenant, member)) };
  const target = { kind: 'member', id: member.id, name: member.email } as const;
  const action = 'member.remove';
  await recordingDenials({ db, audit }, tenant, { action, target }, async () => {
    await requireWeaker(db, tenant, caller, member.userId);
    await db.inScope(tenant, async (tx) => {
      await requireAnother(tx, member);
      const rows = await tx
        .delete(members)
        .where(and(eq(members.id, member.id), eq(members.version, input.version)))
        .returning({ id: members.id });
      if (rows.length === 0) throw new AppError('plan-outdated', { message: 'the role was changed by somebody else' });
      await audit.append(tx, tenant, { action, target, before });
    });
  });
  bus.emit('access.changed', { userIds: [member.userId] });
}

async function auditedRole(db: Database, tenant: Tenant, { role, customRoleId }: typeof members.$inferSelect) {
  if (customRoleId === null) return { role };
  const custom = (await customRolesFor(db, tenant.path)).find(({ id }) => id === customRoleId);
  return { role, roleName: custom?.name };
}

async function requireWeaker(db: Database, tenant: Tenant, caller: Caller, userId: string): Promise<void> {
  const { organisationId, permissions: held } = tenant;
  const refusal = await strengthRefusal(db, { userId, organisationId, callerId: caller.id, held });
  if (refusal !== null) throw refusedBy('role', refusal);
}

async function requireAnother(tx: Tx, member: typeof members.$inferSelect): Promise<void> {
  if (await isLastAdministrator(tx, member)) throw refusedBy('role', 'member-last-administrator');
}
