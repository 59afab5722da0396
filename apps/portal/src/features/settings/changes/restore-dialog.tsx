'use client';
import type { SettingChangeDetail } from '@switchroom/contracts';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useOrganisation } from '../../../session/session-context';
import { useTRPC } from '../../../trpc/context';
import { appErrorOf } from '../../../trpc/errors';
import { ConfirmSettings } from '../preview/confirm-settings';
import { useSettingsChanged } from './use-settings-changed';

/** Brings back what a change left behind, as a new change; what somebody changed since is named. */
export function RestoreDialog({ change, onClose }: { change: SettingChangeDetail; onClose: () => void }) {
  const t = useTranslations('settingChanges.acts.restore');
  const trpc = useTRPC();
  const changed = useSettingsChanged();
  const { id: organisationId } = useOrganisation();
  const target = { organisationId, changeId: change.id };
  const preview = useQuery({
    ...trpc.settings.restorePreview.queryOptions(target),
    // What somebody agrees to is read for this occasion.
    staleTime: 0,
    gcTime: 0,
  });
  const restore = useMutation(
    trpc.settings.restore.mutationOptions({
      onSuccess: async () => {
        await changed();
        onClose();
      },
      onError: (error) => {
        if (appErrorOf(error).code === 'plan-outdated') void preview.refetch();
      },
    }),
  );
  return (
    <ConfirmSettings
      title={t('title')}
      description={t('description')}
      preview={preview}
      submit={t('submit')}
      busy={restore.isPending}
      error={restore.error}
      onConfirm={({ digest, reason }) => restore.mutate({ ...target, digest, reason })}
      onClose={onClose}
    />
  );
}
