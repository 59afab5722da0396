'use client';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useOrganisation } from '../../../session/session-context';
import { useTRPC } from '../../../trpc/context';
import { appErrorOf } from '../../../trpc/errors';
import { useSettingsChanged } from '../changes/use-settings-changed';
import { ConfirmSettings, type PreviewQuery } from '../preview/confirm-settings';

/** What a file would change, and the question whether it shall; mounted while it is open. */
export function ImportDialog({
  file,
  preview,
  onDone,
  onClose,
}: {
  file: string;
  preview: PreviewQuery;
  onDone: (state: 'applied' | 'scheduled' | 'waiting') => void;
  onClose: () => void;
}) {
  const t = useTranslations('settingChanges.transfer.import');
  const trpc = useTRPC();
  const changed = useSettingsChanged();
  const { id: organisationId, name } = useOrganisation();
  const save = useMutation(
    trpc.settings.import.mutationOptions({
      onSuccess: async ({ state }) => {
        onDone(state);
        await changed();
      },
      // The world has changed since the preview: the person sees the new one before they try again.
      onError: (error) => {
        if (appErrorOf(error).code === 'plan-outdated') void preview.refetch();
      },
    }),
  );
  return (
    <ConfirmSettings
      title={t('confirmTitle', { name })}
      preview={preview}
      busy={save.isPending}
      error={save.error}
      onConfirm={({ digest, reason }) => save.mutate({ organisationId, file, digest, reason })}
      onClose={onClose}
    />
  );
}
