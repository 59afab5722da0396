'use client';
import { CopyField } from '@switchroom/ui/components/copy-field';
import { Field } from '@switchroom/ui/components/field';
import { Input } from '@switchroom/ui/components/input';
import { Skeleton } from '@switchroom/ui/components/skeleton';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { ErrorPanel } from '../../shell/error-panel';
import { FormDialog } from '../../shell/form-dialog';
import { useTRPC } from '../../trpc/context';
import { appErrorOf } from '../../trpc/errors';
import { useErrorText } from '../../trpc/use-error-text';
import { QrCode } from './qr-code';
import { RecoveryCodesDialog } from './recovery-codes-dialog';
import { useAccountChanged } from './use-account-changed';

/** Sets an authenticator app up: its secret, a first code of it, then the recovery codes. */
export function TotpSetupDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('account.totp');
  const codes = useTranslations('account.codes');
  const common = useTranslations('common.actions');
  const errorText = useErrorText();
  const trpc = useTRPC();
  const changed = useAccountChanged();
  const [code, setCode] = useState('');
  const begin = useMutation(
    trpc.account.beginTotp.mutationOptions({
      onError: (error) => {
        // The person would rather not prove who they are; there is nothing to set up then.
        if (appErrorOf(error).code === 'step-up-required') onClose();
      },
    }),
  );
  const confirm = useMutation(trpc.account.confirmTotp.mutationOptions({ onSuccess: changed }));
  const { mutate } = begin;
  const started = useRef(false);
  useEffect(() => {
    // Once, also where React runs effects twice: a second secret would replace the one on screen.
    if (started.current) return;
    started.current = true;
    mutate();
  }, [mutate]);
  if (confirm.data) return <RecoveryCodesDialog codes={confirm.data.recoveryCodes} onClose={onClose} />;
  const fieldError = confirm.error === null ? undefined : errorText(confirm.error).fields['code'];
  return (
    <FormDialog
      title={t('setUpTitle')}
      size="sm"
      submit={t('confirm')}
      busy={confirm.isPending}
      ready={begin.data !== undefined}
      onSubmit={() => {
        if (code.trim() !== '' && !confirm.isPending) confirm.mutate({ code });
      }}
      onClose={onClose}
    >
      {begin.isError ? <ErrorPanel error={begin.error} /> : null}
      {confirm.error && fieldError === undefined ? <ErrorPanel error={confirm.error} /> : null}
      <p className="text-sm">{t('scan')}</p>
      <div className="grid h-48 justify-center">
        {begin.data ? <QrCode text={begin.data.uri} label={t('qr')} /> : <Skeleton className="size-48" />}
      </div>
      <Field label={codes('code')} help={codes('codeHelp')} error={fieldError}>
        <Input
          name="code"
          mono
          autoComplete="one-time-code"
          inputMode="numeric"
          maxLength={10}
          value={code}
          onChange={(event) => setCode(event.target.value)}
        />
      </Field>
      <Field label={t('secret')} help={t('secretHelp')}>
        <CopyField value={begin.data?.secret ?? ''} copyLabel={t('copySecret')} copiedLabel={common('copied')} />
      </Field>
    </FormDialog>
  );
}
