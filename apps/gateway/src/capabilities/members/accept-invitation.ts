import {
  type AcceptInvitationInput,
  AppError,
  type InvitationView,
  invalidField,
  permissionsOfRole,
} from '@switchroom/contracts';
import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import { recordingDenials, refusedBy } from '../../audit/denials';
import { isCommonPassword } from '../../auth/common-passwords';
import { forgetLinks } from '../../auth/oidc/identities';
import { holdsAll } from '../../auth/role-choice';
import { effectivePermissions, standingOf } from '../../auth/standing';
import type { Throttle } from '../../auth/throttle';
import { type Database, systemScope, type Tx } from '../../db/database';
import { customRoles, invitations, members, organisations } from '../../db/schema/index';
import { networkOf } from '../../networks';
import type { InvitationsDependencies } from './create-invitations-service';
import { hashToken } from './invitation-token';
import type { Visitor } from './invitations.service';

type Found = NonNullable<Awaited<ReturnType<typeof findValid>>>;

export async function lookAtInvitation(
  dependencies: InvitationsDependencies,
  perAddress: Throttle,
  visitor: Visitor,
  token: string,
): Promise<InvitationView> {
  const { invitation, organisation, custom } = await requireValid(dependencies.db, perAddress, visitor, token);
  const account = await dependencies.db.inScope(systemScope, (tx) =>
    accountOf(tx, dependencies.accounts, invitation.email),
  );
  const { caller } = visitor;
  return {
    organisation: organisation.name,
    inviter: invitation.invitedByName,
    email: invitation.email,
    name: invitation.name,
    role: invitation.role,
    customName: custom?.name ?? null,
    expiresAt: invitation.expiresAt,
    hasAccount: account !== undefined,
    signedInAs: caller === undefined ? 'nobody' : caller.id === account?.id ? 'invited' : 'somebody-else',
  };
}

export async function acceptInvitation(
  dependencies: InvitationsDependencies,
  perAddress: Throttle,
  visitor: Visitor,
  input: AcceptInvitationInput,
): Promise<{ email: string; newAccount: boolean }> {
  const { db, bus } = dependencies;
  const found = await requireValid(db, perAddress, visitor, input.token);
  const { email } = found.invitation;
  const given = input.account;
  if (given !== undefined && isCommonPassword(given.password, email)) {
    throw invalidField('account.password', 'password-common');
  }
  const attempt = {
    action: 'invitation.accept',
    target: { kind: 'invitation', id: found.invitation.id, name: email },
  } as const;
  const { userId, newAccount } = await recordingDenials(dependencies, asActor(visitor, found), attempt, () =>
    db.inScope(systemScope, async (tx) => {
      // One use: whoever comes second with the same link waits here for the first, and finds nothing open.
      const taken = await tx
        .update(invitations)
        .set({ acceptedAt: new Date() })
        .where(and(eq(invitations.id, found.invitation.id), ...stillOpen(input.token)))
        .returning({ id: invitations.id });
      if (taken.length === 0) throw unknownToken();
      // Two invitations of one address must not make two accounts, or give one a password twice.
      await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`account ${email}`}, 0))`);
      const account = await accountOf(tx, dependencies.accounts, email);
      return account === undefined
        ? await asNewAccount(dependencies, tx, visitor, found, given)
        : await asExisting(dependencies, tx, visitor, found, account);
    }),
  );
  bus.emit('access.changed', { userIds: [userId] });
  return { email, newAccount };
}

/** Who tries, for the log of the organisation that invites; without a session nobody is known to try. */
function asActor({ caller, requestId, address }: Visitor, { organisation: { id, path } }: Found) {
  const person = { id: caller?.id ?? 'nobody', name: caller?.name ?? '' };
  const where = { organisationId: id, path, requestId, address };
  if (caller?.token !== undefined)
    return { ...where, actor: { id: `token:${caller.token.id}`, name: caller.token.name } };
  if (caller?.impersonation !== undefined) {
    return { ...where, actor: caller.impersonation.actor, onBehalfOf: person };
  }
  return { ...where, actor: person };
}

async function asNewAccount(
  dependencies: InvitationsDependencies,
  tx: Tx,
  visitor: Visitor,
  found: Found,
  given: AcceptInvitationInput['account'],
): Promise<{ userId: string; newAccount: boolean }> {
  if (given === undefined) throw invalidField('account.password', 'password-required');
  // Written by another role and so in another transaction. If ours fails after it, an account without a member stays;
  // the same link takes it over.
  const { email } = found.invitation;
  const old = await dependencies.accounts.find(email);
  if (old !== undefined) await forgetLinks(tx, old.id);
  const userId = await dependencies.accounts.put({ email, name: given.name, password: given.password });
  await join(dependencies, tx, visitor, found, { id: userId, name: given.name }, true);
  return { userId, newAccount: true };
}

async function asExisting(
  dependencies: InvitationsDependencies,
  tx: Tx,
  visitor: Visitor,
  found: Found,
  account: { id: string; name: string },
): Promise<{ userId: string; newAccount: boolean }> {
  const { caller } = visitor;
  if (caller === undefined) throw new AppError('signed-out');
  // Neither a token nor somebody who looks in as that person accepts for them.
  if (caller.id !== account.id || caller.session === undefined || caller.impersonation !== undefined) {
    throw refusedBy('email', 'invitation-other-account');
  }
  await join(dependencies, tx, visitor, found, account, false);
  return { userId: account.id, newAccount: false };
}

async function join(
  { audit }: InvitationsDependencies,
  tx: Tx,
  { requestId, address }: Visitor,
  { invitation, custom }: Found,
  person: { id: string; name: string },
  newAccount: boolean,
): Promise<void> {
  const { organisationId, email, role, customRoleId } = invitation;
  const rows = await tx
    .insert(members)
    .values({ organisationId, userId: person.id, email, name: person.name, role, customRoleId })
    .onConflictDoNothing({ target: [members.organisationId, members.userId] })
    .returning({ id: members.id });
  await audit.append(
    tx,
    { organisationId, actor: person, requestId, address },
    {
      action: 'invitation.accept',
      target: { kind: 'invitation', id: invitation.id, name: email },
      // Somebody who became a member in another way meanwhile keeps the role they have.
      after: {
        role,
        ...(custom && { roleName: custom.name }),
        joined: rows.length > 0,
        ...(newAccount && { password: 'changed' }),
      },
    },
  );
}

/**
 * The account of an address, if it belongs anywhere: nobody can sign in to one that does not, and nobody proved to us
 * whose it was, so a new account takes its place.
 */
async function accountOf(
  tx: Tx,
  accounts: InvitationsDependencies['accounts'],
  email: string,
): Promise<{ id: string; name: string } | undefined> {
  const account = await accounts.find(email);
  if (account === undefined) return undefined;
  const somewhere = await tx.select({ id: members.id }).from(members).where(eq(members.userId, account.id)).limit(1);
  return somewhere.length === 0 ? undefined : account;
}

/** Says the same, and counts the same, for every token that leads nowhere. */
async function requireValid(db: Database, perAddress: Throttle, visitor: Visitor, token: string): Promise<Found> {
  const network = networkOf(visitor.address);
  const wait = perAddress.retryAfterSeconds(network);
  if (wait > 0) throw new AppError('too-many-requests', { params: { retryAfterSeconds: wait } });
  const undo = perAddress.start(network);
  const found = await db.inScope(systemScope, (tx) => findValid(tx, token));
  if (found === undefined) throw unknownToken();
  undo();
  return found;
}

/** Whoever holds a link belongs to no organisation yet: the token is the scope. */
async function findValid(tx: Tx, token: string) {
  const [found] = await tx
    .select({ invitation: invitations, organisation: organisations, custom: customRoles })
    .from(invitations)
    .innerJoin(organisations, eq(organisations.id, invitations.organisationId))
    .leftJoin(customRoles, eq(customRoles.id, invitations.customRoleId))
    .where(and(...stillOpen(token)));
  if (found === undefined) return undefined;
  const { invitedBy, organisationId, role } = found.invitation;
  // An invitation is worth what its inviter may do now, not what they could do when they wrote it.
  const standing = await standingOf(tx, invitedBy, organisationId);
  const held = new Set(standing === undefined ? [] : effectivePermissions(standing));
  if (!held.has('members:manage')) return undefined;
  return holdsAll(held, permissionsOfRole(role, found.custom?.permissions)) ? found : undefined;
}

function stillOpen(token: string) {
  return [
    eq(invitations.tokenHash, hashToken(token)),
    isNull(invitations.acceptedAt),
    isNull(invitations.revokedAt),
    gt(invitations.expiresAt, new Date()),
  ];
}

function unknownToken(): AppError {
  return new AppError('not-found', { message: 'the invitation is unknown, used, taken back or expired' });
}
