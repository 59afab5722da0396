'use client';
import type { SecurityView } from '@switchroom/contracts';
import { Button } from '@switchroom/ui/components/button';
import { ConfirmDialog } from '@switchroom/ui/components/confirm-dialog';
import { DescriptionList } from '@switchroom/ui/components/description-list';
import { Section } from '@switchroom/ui/components/section';
import { StateChip } from '@switchroom/ui/components/state-chip';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useTRPC } from '../../trpc/context';
import { useErrorText } from '../../trpc/use-error-text';
import { RecoveryCodesDialog } from './recovery-codes-dialog';
import { TotpSetupDialog } from './totp-setup-dialog';
import { useAccountChanged } from './use-account-changed';

type Act = 'set-up' | 'remove' | 'renew';

/** The authenticator app and its recovery codes. */
export function TotpSection({ security }: { security: SecurityView }) {
  const t = useTranslations('account.totp');
  const common = useTranslations('common.actions');
  const errorText = useErrorText();
  const trpc = useTRPC();
  const changed = useAccountChanged();
  const [act, setAct] = useState<Act | undefined>(undefined);
  const close = (): void => setAct(undefined);
  const remove = useMutation(
    trpc.account.removeTotp.mutationOptions({
      onSuccess: async () => {
        await changed();
        close();
      },
    }),
  );
  const renew = useMutation(trpc.account.renewRecoveryCodes.mutationOptions({ onSuccess: changed }));
  const { totp, recoveryCodesLeft, requiredBy, passkeys, singleSignOn } = security;
  const last = requiredBy.length > 0 && passkeys.length === 0;
  const lineOf = (error: unknown): string => {
    const { title, cure } = errorText(error);
    return `${title}. ${cure}`;
  };
  return (
    <Section
      title={t('title')}
      description={t('description')}
      actions={
        totp ? (
          <>
            <Button onClick={() => setAct('renew')}>{t('newCodes')}</Button>
            <Button onClick={() => setAct('remove')}>{t('turnOff')}</Button>
          </>
        ) : singleSignOn?.state === 'alone' ? undefined : (
          <Button variant="primary" onClick={() => setAct('set-up')}>
            {t('setUp')}
          </Button>
        )
      }
    >
      <DescriptionList
        items={[
          {
            label: t('state'),
            value: <StateChip tone={totp ? 'ok' : 'neutral'}>{totp ? t('on') : t('off')}</StateChip>,
          },
          ...(totp
            ? [
                {
                  label: t('codes'),
                  value:
                    recoveryCodesLeft > 3 ? (
                      t('codesLeft', { count: recoveryCodesLeft })
                    ) : (
                      <StateChip tone="warn">{t('codesFew', { count: recoveryCodesLeft })}</StateChip>
                    ),
                },
              ]
            : []),
        ]}
      />
      {act === 'set-up' ? <TotpSetupDialog onClose={close} /> : null}
      <ConfirmDialog
        open={act === 'remove'}
        onOpenChange={() => {
          remove.reset();
          close();
        }}
        title={t('turnOffTitle')}
        description={last ? t('turnOffLast', { names: requiredBy.join(', ') }) : t('turnOffWhat')}
        confirmLabel={t('turnOff')}
        cancelLabel={common('cancel')}
        danger
        loading={remove.isPending}
        error={remove.error === null ? undefined : lineOf(remove.error)}
        onConfirm={() => remove.mutate()}
      />
      <ConfirmDialog
        open={act === 'renew' && !renew.isSuccess}
        onOpenChange={() => {
          renew.reset();
          close();
        }}
        title={t('newCodesTitle')}
        description={t('newCodesWhat')}
        confirmLabel={t('newCodes')}
        cancelLabel={common('cancel')}
        loading={renew.isPending}
        error={renew.error === null ? undefined : lineOf(renew.error)}
        onConfirm={() => renew.mutate()}
      />
      {renew.data ? (
        <RecoveryCodesDialog
          codes={renew.data.recoveryCodes}
          onClose={() => {
            renew.reset();
            close();
          }}
        />
      ) : null}
    </Section>
  );
}
