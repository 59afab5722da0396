'use client';
import type { KeyKind } from '@switchroom/contracts';
import { ConfirmDialog } from '@switchroom/ui/components/confirm-dialog';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useOrganisation } from '../../session/session-context';
import { useTRPC } from '../../trpc/context';
import { useErrorText } from '../../trpc/use-error-text';

/** Says what a new key does before it is made; `kind` opens it. */
export function RotateDialog({ kind, onClose }: { kind: KeyKind | undefined; onClose: () => void }) {
  const t = useTranslations('keys.rotate');
  const common = useTranslations('common.actions');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const { id: organisationId } = useOrganisation();
  const rotate = useMutation(
    trpc.keys.rotate.mutationOptions({
      onSuccess: (state) => {
        queryClient.setQueryData(trpc.keys.state.queryKey({ organisationId }), state);
        onClose();
      },
    }),
  );
  const error = rotate.error === null ? undefined : errorText(rotate.error);
  const shown = kind ?? 'data-key';
  return (
    <ConfirmDialog
      open={kind !== undefined}
      onOpenChange={() => {
        rotate.reset();
        onClose();
      }}
      title={t(`${shown}.title`)}
      description={t(`${shown}.description`)}
      confirmLabel={t(`${shown}.submit`)}
      cancelLabel={common('cancel')}
      loading={rotate.isPending}
      error={error?.title}
      onConfirm={() => rotate.mutate({ organisationId, kind: shown })}
    />
  );
}
