import {
  AppError,
  type CreateInvitationInput,
  invalidField,
  type OrganisationKind,
  permissionsOfRole,
} from '@switchroom/contracts';
import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import { recordingDenials, refusedBy } from '../../audit/denials';
import type { Caller } from '../../auth/caller';
import { type ChosenRole, customRolesFor, holdsAll, requireRole, roleGone } from '../../auth/role-choice';
import type { Database, Tx } from '../../db/database';
import { invitations, members, organisations } from '../../db/schema/index';
import type { Tenant } from '../../db/tenant';
import type { InvitationsDependencies } from './create-invitations-service';
import { makeInvitationToken } from './invitation-token';

type Locale = CreateInvitationInput['locale'];
type Invitation = typeof invitations.$inferSelect;

export async function createInvitation(
  { db, audit, mailer, publicUrl }: InvitationsDependencies,
  tenant: Tenant,
  caller: Caller,
  input: CreateInvitationInput,
): Promise<{ id: string; expiresAt: Date }> {
  const organisation = await organisationOf(db, tenant);
  const action = 'invitation.create';
  const target = { kind: 'invitation', id: tenant.organisationId, name: input.email } as const;
  return await recordingDenials({ db, audit }, tenant, { action, target }, async () => {
    const role = await requireRole(db, tenant, organisation.kind, input);
    return await db.inScope(tenant, async (tx) => {
      await requireNew(tx, tenant, input.email);
      const { token, tokenHash, expiresAt } = makeInvitationToken();
      const [invitation] = await tx
        .insert(invitations)
        .values({
          organisationId: tenant.organisationId,
          email: input.email,
          name: input.name,
          role: role.role,
          customRoleId: role.customRoleId,
          tokenHash,
          ...inviter(tenant, caller),
          expiresAt,
        })
        .returning()
        .catch((error: unknown) => {
          throw roleGone(error);
        });
      if (invitation === undefined) throw new AppError('internal', { message: 'the invitation did not come back' });
      const link = `${publicUrl}/invitation/${token}`;
      await mailer.queue(tx, mailOf(invitation, { organisation: organisation.name, role, link, locale: input.locale }));
      await audit.append(tx, tenant, {
        action,
        target: { ...target, id: invitation.id },
        after: { name: input.name, ...auditedRole(role), expiresAt },
      });
      return { id: invitation.id, expiresAt };
    });
  });
}

/** A new token in the name of whoever sends it again: the role has to be one that they could give, too. */
export async function resendInvitation(
  { db, audit, mailer, publicUrl }: InvitationsDependencies,
  tenant: Tenant,
  caller: Caller,
  input: { invitationId: string; locale: Locale },
): Promise<{ expiresAt: Date }> {
  const organisation = await organisationOf(db, tenant);
  const before = await requireOpen(db, tenant, input.invitationId);
  const action = 'invitation.resend';
  const target = { kind: 'invitation', id: before.id, name: before.email } as const;
  return await recordingDenials({ db, audit }, tenant, { action, target }, async () => {
    const role = await requireRole(db, tenant, organisation.kind, before);
    return await db.inScope(tenant, async (tx) => {
      const { token, tokenHash, expiresAt } = makeInvitationToken();
      const [invitation] = await tx
        .update(invitations)
        .set({ tokenHash, expiresAt, ...inviter(tenant, caller) })
        .where(open(tenant, before.id))
        .returning();
      if (invitation === undefined) throw new AppError('not-found');
      const link = `${publicUrl}/invitation/${token}`;
      await mailer.queue(tx, mailOf(invitation, { organisation: organisation.name, role, link, locale: input.locale }));
      await audit.append(tx, tenant, { action, target, after: { ...auditedRole(role), expiresAt } });
      return { expiresAt };
    });
  });
}

export async function revokeInvitation(
  { db, audit }: Pick<InvitationsDependencies, 'db' | 'audit'>,
  tenant: Tenant,
  invitationId: string,
): Promise<void> {
  const before = await requireOpen(db, tenant, invitationId);
  const action = 'invitation.revoke';
  const target = { kind: 'invitation', id: before.id, name: before.email } as const;
  await recordingDenials({ db, audit }, tenant, { action, target }, async () => {
    const custom = (await customRolesFor(db, tenant.path)).find(({ id }) => id === before.customRoleId);
    if (!holdsAll(tenant.permissions, permissionsOfRole(before.role, custom?.permissions))) {
      throw refusedBy('invitationId', 'role-exceeds-own');
    }
    await db.inScope(tenant, async (tx) => {
      const rows = await tx
        .update(invitations)
        .set({ revokedAt: new Date() })
        .where(open(tenant, before.id))
        .returning({ id: invitations.id });
      if (rows.length === 0) throw new AppError('not-found');
      await audit.append(tx, tenant, { action, target, before: { name: before.name, role: before.role } });
    });
  });
}

/** Neither accepted nor taken back; an expired one can be sent again. */
function open(tenant: Tenant, invitationId: string) {
  return and(
    eq(invitations.id, invitationId),
    eq(invitations.organisationId, tenant.organisationId),
    isNull(invitations.acceptedAt),
    isNull(invitations.revokedAt),
  );
}

async function requireOpen(db: Database, tenant: Tenant, invitationId: string): Promise<Invitation> {
  const [invitation] = await db.inScope(tenant, (tx) =>
    tx.select().from(invitations).where(open(tenant, invitationId)),
  );
  if (invitation === undefined) throw new AppError('not-found');
  return invitation;
}

async function organisationOf(db: Database, tenant: Tenant): Promise<{ name: string; kind: OrganisationKind }> {
  const [organisation] = await db.inScope(tenant, (tx) =>
    tx
      .select({ name: organisations.name, kind: organisations.kind })
      .from(organisations)
      .where(eq(organisations.id, tenant.organisationId)),
  );
  if (organisation === undefined) throw new AppError('not-found');
  return organisation;
}

/** Nobody there with that address yet, and no open invitation; two administrators may think of the same person at once. */
async function requireNew(tx: Tx, { organisationId }: Tenant, email: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`invitation ${organisationId} ${email}`}, 0))`);
  const there = await tx
    .select({ id: members.id })
    .from(members)
    .where(and(eq(members.organisationId, organisationId), eq(members.email, email)));
  if (there.length > 0) throw invalidField('email', 'already-member');
  const invited = await tx
    .select({ id: invitations.id })
    .from(invitations)
    .where(
      and(
        eq(invitations.organisationId, organisationId),
        eq(invitations.email, email),
        isNull(invitations.acceptedAt),
        isNull(invitations.revokedAt),
        gt(invitations.expiresAt, new Date()),
      ),
    );
  if (invited.length > 0) throw invalidField('email', 'already-invited');
}

/** The person whose rights the invitation stands on, under the name that the recipient knows. */
function inviter({ actor, onBehalfOf }: Tenant, caller: Caller) {
  return { invitedBy: caller.id, invitedByName: (onBehalfOf ?? actor).name };
}

function auditedRole({ role, customName }: ChosenRole) {
  return customName === null ? { role } : { role, roleName: customName };
}

function mailOf(
  { organisationId, email, name, invitedByName, expiresAt }: Invitation,
  { organisation, role, link, locale }: { organisation: string; role: ChosenRole; link: string; locale: Locale },
) {
  return {
    kind: 'invitation' as const,
    organisationId,
    to: { email, name },
    locale,
    params: { inviter: invitedByName, organisation, role: role.customName ?? role.role, link, expiresAt },
  };
}
