'use client';
import type { SecurityView } from '@switchroom/contracts';
import { Button } from '@switchroom/ui/components/button';
import { DescriptionList } from '@switchroom/ui/components/description-list';
import { Section } from '@switchroom/ui/components/section';
import { StateChip } from '@switchroom/ui/components/state-chip';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ActDialog } from '../../shell/act-dialog';
import { shortErrorLine } from '../../shell/refusal-line';
import { useTRPC } from '../../trpc/context';
import { RecoveryCodesDialog } from './recovery-codes-dialog';
import { TotpSetupDialog } from './totp-setup-dialog';
import { useAccountChanged } from './use-account-changed';

type Act = 'set-up' | 'remove' | 'renew';

/** The authenticator app and its recovery codes. */
export function TotpSection({ security }: { security: SecurityView }) {
  const t = useTranslations('account.totp');
  const trpc = useTRPC();
  const [act, setAct] = useState<Act | undefined>(undefined);
  const close = (): void => setAct(undefined);
  const changed = useAccountChanged(close);
  // The new codes are shown first.
  const renewed = useAccountChanged();
  const remove = useMutation(trpc.account.removeTotp.mutationOptions({ onSuccess: changed }));
  const renew = useMutation(trpc.account.renewRecoveryCodes.mutationOptions({ onSuccess: renewed }));
  const { totp, recoveryCodesLeft, requiredBy, passkeys, singleSignOn } = security;
  const last = requiredBy.length > 0 && passkeys.length === 0;
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
      <ActDialog
        open={act === 'remove'}
        act={remove}
        onClose={close}
        title={t('turnOffTitle')}
        description={last ? t('turnOffLast', { names: requiredBy.join(', ') }) : t('turnOffWhat')}
        confirmLabel={t('turnOff')}
        danger
        refusal={shortErrorLine}
        onConfirm={() => remove.mutate()}
      />
      <ActDialog
        open={act === 'renew' && !renew.isSuccess}
        act={renew}
        onClose={close}
        title={t('newCodesTitle')}
        description={t('newCodesWhat')}
        confirmLabel={t('newCodes')}
        refusal={shortErrorLine}
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
