'use client';
import type { SettingChangeDetail } from '@switchroom/contracts';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useOrganisation } from '../../../session/session-context';
import { ActDialog } from '../../../shell/act-dialog';
import { useTRPC } from '../../../trpc/context';
import { useSettingWords } from '../preview/use-setting-words';
import { useSettingsChanged } from './use-settings-changed';

/** Calls a change off that was not done yet; mounted while it is open. */
export function CancelDialog({ change, onClose }: { change: SettingChangeDetail; onClose: () => void }) {
  const t = useTranslations('settingChanges.acts.cancel');
  const trpc = useTRPC();
  const words = useSettingWords();
  const changed = useSettingsChanged();
  const { id: organisationId } = useOrganisation();
  const cancel = useMutation(
    trpc.settings.cancel.mutationOptions({
      onSuccess: async () => {
        await changed();
        onClose();
      },
    }),
  );
  return (
    <ActDialog
      title={t('title')}
      description={t('description', { name: words.person(change.personName) })}
      hits={change.keys.map(words.label)}
      confirmLabel={t('submit')}
      danger
      act={cancel}
      onConfirm={() => cancel.mutate({ organisationId, changeId: change.id })}
      onClose={onClose}
    />
  );
}
