'use client';
import type { InvitationView } from '@switchroom/contracts';
import { useTranslations } from 'next-intl';
import { useRoleName } from '../people/use-role-name';
import { KnownAccount } from './known-account';
import { NewAccountForm } from './new-account-form';

/** Who invites to what; and either a new account, or the one that there is. */
export function AcceptForm({ token, invitation }: { token: string; invitation: InvitationView }) {
  const t = useTranslations('members.accept');
  const roleName = useRoleName();
  const { organisation, inviter, hasAccount } = invitation;
  return (
    <div className="grid gap-4">
      <div className="grid gap-1">
        <h1 className="text-xl font-semibold tracking-tight">{t('title', { organisation })}</h1>
        <p className="text-sm text-fg-muted">{t('intro', { inviter, role: roleName(invitation) })}</p>
      </div>
      {hasAccount ? (
        <KnownAccount token={token} invitation={invitation} />
      ) : (
        <NewAccountForm token={token} invitation={invitation} />
      )}
    </div>
  );
}
