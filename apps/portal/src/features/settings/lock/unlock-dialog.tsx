'use client';
import { type LocalText, settingEntry } from '@switchroom/contracts';
import { useMutation } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'next-intl';
import { ErrorPanel } from '../../../shell/error-panel';
import { FormDialog } from '../../../shell/form-dialog';
import { useTRPC } from '../../../trpc/context';
import { OwnBelow } from './own-below';
import { useLockDone } from './use-lock-done';

/** Takes an organisation's lock away; says how many own values below count again. */
export function UnlockDialog({
  organisationId,
  settingKey,
  onClose,
}: {
  organisationId: string;
  settingKey: string;
  onClose: () => void;
}) {
  const t = useTranslations('settingValues.lock');
  const locale: keyof LocalText = useLocale();
  const trpc = useTRPC();
  const unlock = useMutation(trpc.settings.unlock.mutationOptions({ onSuccess: useLockDone(t('unlocked'), onClose) }));
  return (
    <FormDialog
      title={t('unlockTitle', { label: settingEntry(settingKey)?.label[locale] ?? settingKey })}
      description={t('unlockDescription')}
      submit={t('unlock')}
      busy={unlock.isPending}
      onSubmit={() => unlock.mutate({ organisationId, key: settingKey })}
      onClose={onClose}
    >
      {unlock.error === null ? null : <ErrorPanel error={unlock.error} />}
      <OwnBelow organisationId={organisationId} settingKey={settingKey} text="returns" />
    </FormDialog>
  );
}
