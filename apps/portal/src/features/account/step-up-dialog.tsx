'use client';
import type { StepUpMethods } from '@switchroom/contracts';
import { Button } from '@switchroom/ui/components/button';
import { Dialog } from '@switchroom/ui/components/dialog';
import { Skeleton } from '@switchroom/ui/components/skeleton';
import { useMutation, useQuery } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useId, useState, useSyncExternalStore } from 'react';
import { signOut } from '../../session/account-client';
import { authRequest } from '../../session/auth-request';
import { signInPath } from '../../session/redirects';
import { ErrorPanel } from '../../shell/error-panel';
import { stepUpGate } from '../../trpc/step-up';
import { useErrorText } from '../../trpc/use-error-text';
import { askPasskey, isPasskeyCancelled } from './passkey-browser';
import { StepUpFields } from './step-up-fields';

/** The one dialog of the portal that asks again who is at the keyboard; whatever waits for it goes on afterwards. */
export function StepUpDialog() {
  const asking = useSyncExternalStore(stepUpGate.subscribe, stepUpGate.isAsking, () => false);
  return asking ? <Question /> : null;
}

type Proof =
  | { kind: 'password'; password: string }
  | { kind: 'code'; code: string; recovery: boolean }
  | { kind: 'passkey' };

function Question() {
  const t = useTranslations('account.stepUp');
  const common = useTranslations('common.actions');
  const errorText = useErrorText();
  const formId = useId();
  const [secret, setSecret] = useState('');
  const [recovery, setRecovery] = useState(false);
  const methods = useQuery({
    queryKey: ['step-up-methods'],
    queryFn: async () => (await authRequest('/step-up')) as StepUpMethods,
    staleTime: 0,
    gcTime: 0,
  });
  const confirm = useMutation({
    mutationFn: async (proof: Proof) => {
      if (proof.kind !== 'passkey') return await authRequest('/step-up', proof);
      const response = await askPasskey(await authRequest('/step-up/passkey-options', {}));
      return await authRequest('/step-up', { kind: 'passkey', response });
    },
    onSuccess: () => stepUpGate.settle(true),
  });
  const open = methods.data;
  const typed = open?.password === true || open?.totp === true;
  const text = confirm.error === null ? undefined : errorText(confirm.error);
  const fieldError = text?.fields['password'] ?? text?.fields['code'];
  const shownError = confirm.error !== null && fieldError === undefined && !isPasskeyCancelled(confirm.error);
  const submit = (): void => {
    if (secret === '' || confirm.isPending) return;
    confirm.mutate(
      open?.totp === true ? { kind: 'code', code: secret, recovery } : { kind: 'password', password: secret },
    );
  };
  return (
    <Dialog
      open
      onOpenChange={() => stepUpGate.settle(false)}
      title={t('title')}
      description={t('description')}
      closeLabel={common('close')}
      size="sm"
      footer={
        <>
          <Button onClick={() => stepUpGate.settle(false)}>{common('cancel')}</Button>
          {typed ? (
            <Button type="submit" form={formId} variant="primary" loading={confirm.isPending}>
              {t('confirm')}
            </Button>
          ) : null}
        </>
      }
    >
      {open === undefined ? (
        methods.isError ? (
          <ErrorPanel error={methods.error} onRetry={() => void methods.refetch()} />
        ) : (
          <Skeleton className="h-16" />
        )
      ) : (
        <form
          id={formId}
          method="post"
          noValidate
          className="grid gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          {shownError ? <ErrorPanel error={confirm.error} /> : null}
          {typed ? (
            <StepUpFields
              kind={open.totp ? 'code' : 'password'}
              recovery={recovery}
              value={secret}
              error={fieldError}
              onChange={setSecret}
              onRecovery={(next) => {
                setRecovery(next);
                setSecret('');
                confirm.reset();
              }}
            />
          ) : null}
          {open.passkey ? (
            <Button
              icon={<KeyRound aria-hidden="true" />}
              loading={confirm.isPending}
              onClick={() => confirm.mutate({ kind: 'passkey' })}
            >
              {t('usePasskey')}
            </Button>
          ) : null}
          {open.passkey && !typed ? <p className="text-sm text-fg-muted">{t('passkeyLost')}</p> : null}
          {open.singleSignOn !== null && !typed ? (
            <>
              <p className="text-sm">{t('company')}</p>
              <Button
                onClick={() =>
                  window.location.assign(`/api/auth/oidc/step-up?next=${encodeURIComponent(window.location.pathname)}`)
                }
              >
                {t('companyAction', { name: open.singleSignOn })}
              </Button>
            </>
          ) : null}
          {!typed && !open.passkey && open.singleSignOn === null ? (
            <>
              <p className="text-sm">{t('signInAgain')}</p>
              <Button
                onClick={() => void signOut().then(() => window.location.assign(signInPath(window.location.pathname)))}
              >
                {t('signInAgainAction')}
              </Button>
            </>
          ) : null}
        </form>
      )}
    </Dialog>
  );
}
