import { invalidField } from '@switchroom/contracts';
import { recordingDenials, refusedBy } from '../../audit/denials';
import type { Caller } from '../../auth/caller';
import type { Tx } from '../../db/database';
import type { members } from '../../db/schema/index';
import type { Tenant } from '../../db/tenant';
import type { MailLocale } from '../../mail/port';
import { requireMember } from './change-member';
import type { MembersDependencies } from './create-members-service';
import { elsewhereRefusal, strengthRefusal } from './who-may';

type Member = typeof members.$inferSelect;

interface Help {
  memberId: string;
  action: string;
  reason?: string;
  /**
   * A mail that anybody can have sent from the sign-in page changes nothing by itself, so it may go to the stronger too;
   * the others touch the account in every organisation.
   */
  reach: 'mail' | 'account';
}

export async function sendPasswordReset(
  dependencies: MembersDependencies,
  tenant: Tenant,
  caller: Caller,
  { memberId, locale }: { memberId: string; locale: MailLocale },
): Promise<void> {
  const how = { memberId, action: 'member.password-reset', reach: 'mail' } as const;
  await help(dependencies, tenant, caller, how, async ({ userId }) => {
    if (!(await dependencies.accounts.requestPasswordReset(userId, { locale }))) {
      throw invalidField('memberId', 'member-without-password');
    }
  });
}

export async function endSessions(
  dependencies: MembersDependencies,
  tenant: Tenant,
  caller: Caller,
  memberId: string,
): Promise<{ ended: number }> {
  const how = { memberId, action: 'member.end-sessions', reach: 'account' } as const;
  const { userId, ended } = await help(dependencies, tenant, caller, how, async (member) => ({
    userId: member.userId,
    ended: await dependencies.accounts.endSessions(member.userId),
  }));
  dependencies.bus.emit('access.changed', { userIds: [userId] });
  return { ended };
}

export async function removeSecondFactor(
  dependencies: MembersDependencies,
  tenant: Tenant,
  caller: Caller,
  { memberId, reason, locale }: { memberId: string; reason: string; locale: MailLocale },
): Promise<void> {
  const { accounts, bus, mailer } = dependencies;
  const how = { memberId, action: 'member.remove-second-factor', reach: 'account', reason } as const;
  const userId = await help(dependencies, tenant, caller, how, async (member, tx) => {
    // Whoever talked the help desk into it, the person learns of it.
    await mailer.queue(tx, {
      kind: 'security-notice',
      organisationId: tenant.organisationId,
      to: { email: member.email, name: member.name },
      locale,
      params: { event: 'second-factor-off', at: new Date(), address: tenant.address },
    });
    await accounts.removeSecondFactor(member.userId);
    return member.userId;
  });
  bus.emit('access.changed', { userIds: [userId] });
}

/**
 * Accounts belong to another role of the database and so to another transaction: the entry is written first, and only
 * committed when the account has been changed. No audit, no action.
 */
async function help<T>(
  { db, audit, permissionsIn }: MembersDependencies,
  tenant: Tenant,
  caller: Caller,
  { memberId, action, reach, reason }: Help,
  work: (member: Member, tx: Tx) => Promise<T>,
): Promise<T> {
  const { member } = await requireMember(db, tenant, memberId);
  const { userId } = member;
  const target = { kind: 'account', id: userId, name: member.email } as const;
  return await recordingDenials({ db, audit }, tenant, { action, target }, async () => {
    const { organisationId, permissions: held } = tenant;
    const refusal =
      reach === 'mail'
        ? userId === caller.id
          ? 'member-own'
          : null
        : ((await strengthRefusal(db, { userId, organisationId, callerId: caller.id, held })) ??
          (await elsewhereRefusal({ db, permissionsIn }, caller, userId)));
    if (refusal !== null) throw refusedBy('memberId', refusal);
    return await db.inScope(tenant, async (tx) => {
      await audit.append(tx, tenant, { action, target, reason });
      return await work(member, tx);
    });
  });
}
