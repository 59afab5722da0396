'use client';
import { Banner } from '@switchroom/ui/components/banner';
import { toast } from '@switchroom/ui/components/toaster';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useEffect } from 'react';
import { useTRPC, useTRPCClient } from '../../../trpc/context';
import { appErrorOf } from '../../../trpc/errors';
import { useErrorText } from '../../../trpc/use-error-text';
import type { SettingsTarget } from '../page/place';
import { ConfirmSettings } from '../preview/confirm-settings';
import { refusalsByKey } from './refusals';
import type { DraftHandle } from './use-draft';

/** What saving the entries of a place would do, and the question whether it shall. Mounted while it is open. */
export function Review({
  target,
  draft,
  meanwhile,
  onRefused,
  onClose,
}: {
  target: SettingsTarget;
  draft: DraftHandle;
  /** Somebody else changed some of it since the person began. */
  meanwhile: boolean;
  /** The gateway does not take these entries; it said why at their fields. */
  onRefused: (keys: string[]) => void;
  onClose: () => void;
}) {
  const t = useTranslations('settingValues.save');
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const { changes, refuse } = draft;
  const readAgain = (): Promise<void> => queryClient.invalidateQueries(trpc.settings.pathFilter());
  const save = useMutation(
    trpc.settings.save.mutationOptions({
      onSuccess: async ({ state }, saved) => {
        toast.success(state === 'applied' ? t('saved', { count: saved.changes.length }) : t(state));
        draft.saved(saved.changes.map(({ key }) => key));
        onClose();
        await readAgain();
      },
      onError: async (error) => {
        if (appErrorOf(error).code !== 'plan-outdated') return;
        await Promise.all([readAgain(), queryClient.invalidateQueries({ queryKey: ['settings-preview'] })]);
      },
    }),
  );
  const preview = useQuery({
    // A mutation, so that secrets stay out of addresses; it changes nothing. Not among the queries of settings: those are
    // read again on every news, and this one has to wait for the revisions that they bring.
    queryKey: ['settings-preview', target, changes],
    queryFn: () => client.settings.preview.mutate({ ...target, changes }),
    // What is being saved is no longer what was read.
    enabled: changes.length > 0 && !save.isPending && !save.isSuccess,
    retry: false,
    gcTime: 0,
  });
  const error = save.error ?? preview.error;
  // What the gateway says about single entries belongs beside them, not into this dialog.
  useEffect(() => {
    if (error === null) return;
    const refusals = refusalsByKey(errorText(error).fields);
    const keys = Object.keys(refusals);
    if (keys.length === 0) return;
    refuse(refusals);
    onRefused(keys);
  }, [error, errorText, refuse, onRefused]);
  // The entries were made over values that are no longer there: read those again, and the preview follows.
  const outdated = preview.error !== null && appErrorOf(preview.error).code === 'plan-outdated';
  useEffect(() => {
    if (outdated) void queryClient.invalidateQueries(trpc.settings.list.pathFilter());
  }, [outdated, queryClient, trpc]);
  // Somebody else saved just this: nothing is left to be reviewed.
  const empty = changes.length === 0 && !save.isPending && !save.isSuccess;
  useEffect(() => {
    if (empty) onClose();
  }, [empty, onClose]);
  return (
    <ConfirmSettings
      title={t('title')}
      preview={preview}
      busy={save.isPending}
      error={save.error}
      schedulable
      onConfirm={({ digest, reason, effectiveAt }) => save.mutate({ ...target, changes, digest, reason, effectiveAt })}
      onClose={onClose}
    >
      {meanwhile ? <Banner tone="warn">{t('meanwhile')}</Banner> : null}
    </ConfirmSettings>
  );
}
