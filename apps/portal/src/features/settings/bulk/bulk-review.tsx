'use client';
import type { BulkSettingsInput } from '@switchroom/contracts';
import { toast } from '@switchroom/ui/components/toaster';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useEffect } from 'react';
import { useTRPC, useTRPCClient } from '../../../trpc/context';
import { appErrorOf } from '../../../trpc/errors';
import { useErrorText } from '../../../trpc/use-error-text';
import { useSettingsChanged } from '../changes/use-settings-changed';
import { ConfirmSettings } from '../preview/confirm-settings';
import { refusalsByKey } from '../save/refusals';

/** What a change at several places would do, and the question whether it shall. Mounted while it is open. */
export function BulkReview({
  input,
  onRefused,
  onBack,
  onDone,
}: {
  input: BulkSettingsInput;
  /** The gateway does not take these entries: texts by key. */
  onRefused: (refusals: Record<string, string>) => void;
  onBack: () => void;
  onDone: () => void;
}) {
  const t = useTranslations('settingChanges.bulk');
  const trpc = useTRPC();
  const client = useTRPCClient();
  const changed = useSettingsChanged();
  const errorText = useErrorText();
  const preview = useQuery({
    queryKey: [...trpc.settings.previewBulk.mutationKey(), input],
    queryFn: () => client.settings.previewBulk.mutate(input),
    retry: false,
    // What somebody agrees to is read for this occasion.
    staleTime: 0,
    gcTime: 0,
  });
  const save = useMutation(
    trpc.settings.saveBulk.mutationOptions({
      onSuccess: async ({ state }) => {
        toast.success(t(`saved.${state}`));
        onDone();
        await changed();
      },
      // The world has changed since the preview: the person sees the new one before they try again.
      onError: (error) => {
        if (appErrorOf(error).code === 'plan-outdated') void preview.refetch();
      },
    }),
  );
  const error = save.error ?? preview.error;
  // What the gateway says about single entries belongs beside them, not into this dialog.
  useEffect(() => {
    if (error === null) return;
    const refusals = refusalsByKey(errorText(error).fields);
    if (Object.keys(refusals).length > 0) onRefused(refusals);
  }, [error, errorText, onRefused]);
  return (
    <ConfirmSettings
      title={t('confirmTitle', { count: input.targets.length })}
      preview={preview}
      busy={save.isPending}
      error={save.error}
      schedulable
      onConfirm={({ digest, reason, effectiveAt }) => save.mutate({ ...input, digest, reason, effectiveAt })}
      onClose={onBack}
    />
  );
}
