'use client';
import type { InvitationView } from '@switchroom/contracts';
import { Banner } from '@switchroom/ui/components/banner';
import { Button } from '@switchroom/ui/components/button';
import { LinkButton } from '@switchroom/ui/components/link-button';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { signOut } from '../../session/account-client';
import { signInPath } from '../../session/redirects';
import { ErrorPanel } from '../../shell/error-panel';
import { useTRPC } from '../../trpc/context';
import { useErrorText } from '../../trpc/use-error-text';

/** There is an account with the address: its person signs in and accepts. */
export function KnownAccount({ token, invitation }: { token: string; invitation: InvitationView }) {
  const t = useTranslations('members.accept');
  const session = useTranslations('session');
  const trpc = useTRPC();
  const errorText = useErrorText();
  const [failed, setFailed] = useState(false);
  const accept = useMutation(trpc.invitations.accept.mutationOptions({ onSuccess: () => window.location.assign('/') }));
  const { email, signedInAs } = invitation;
  if (signedInAs === 'nobody') {
    return (
      <>
        <Banner tone="info">{t('known')}</Banner>
        <LinkButton variant="primary" size="lg" href={signInPath(`/invitation/${token}`)}>
          {t('signIn')}
        </LinkButton>
      </>
    );
  }
  if (signedInAs === 'somebody-else') {
    const leave = async (): Promise<void> => {
      setFailed(false);
      if (await signOut()) window.location.reload();
      else setFailed(true);
    };
    return (
      <>
        <Banner tone="warn">{t('other', { email })}</Banner>
        {failed ? (
          <Banner tone="danger" live="alert">
            {session('signOutFailed')}
          </Banner>
        ) : null}
        <Button size="lg" onClick={() => void leave()}>
          {t('signOut')}
        </Button>
      </>
    );
  }
  const refused = accept.error === null ? undefined : errorText(accept.error).fields['email'];
  return (
    <>
      <p className="text-sm">{t('signedIn', { email })}</p>
      {refused === undefined ? null : (
        <Banner tone="danger" live="alert">
          {refused}
        </Banner>
      )}
      {accept.error !== null && refused === undefined ? <ErrorPanel error={accept.error} /> : null}
      <Button
        variant="primary"
        size="lg"
        loading={accept.isPending || accept.isSuccess}
        onClick={() => accept.mutate({ token })}
      >
        {t('submit')}
      </Button>
    </>
  );
}
