'use client';
import type { KeyKind } from '@switchroom/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useOrganisation } from '../../session/session-context';
import { ActDialog } from '../../shell/act-dialog';
import { useTRPC } from '../../trpc/context';

/** Says what a new key does before it is made; `kind` opens it. */
export function RotateDialog({ kind, onClose }: { kind: KeyKind | undefined; onClose: () => void }) {
  const t = useTranslations('keys.rotate');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { id: organisationId } = useOrganisation();
  const rotate = useMutation(
    trpc.keys.rotate.mutationOptions({
      onSuccess: (state) => {
        queryClient.setQueryData(trpc.keys.state.queryKey({ organisationId }), state);
        onClose();
      },
    }),
  );
  const shown = kind ?? 'data-key';
  return (
    <ActDialog
      open={kind !== undefined}
      act={rotate}
      onClose={onClose}
      title={t(`${shown}.title`)}
      description={t(`${shown}.description`)}
      confirmLabel={t(`${shown}.submit`)}
      refusal={({ title }) => title}
      onConfirm={() => rotate.mutate({ organisationId, kind: shown })}
    />
  );
}
