'use client';
import type { OrganisationDetail } from '@switchroom/contracts';
import { ConfirmDialog } from '@switchroom/ui/components/confirm-dialog';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useTRPC } from '../../trpc/context';
import { useErrorText } from '../../trpc/use-error-text';
import { errorOf } from './archive-dialog';
import { useOrganisationChanged } from './use-organisation-changed';

/** Says what comes back, and asks for the name: links come up again at once. */
export function RestoreDialog({
  detail,
  open,
  onClose,
}: {
  detail: OrganisationDetail;
  open: boolean;
  onClose: () => void;
}) {
  const t = useTranslations('organisations.restore');
  const common = useTranslations('common.actions');
  const errorText = useErrorText();
  const trpc = useTRPC();
  const changed = useOrganisationChanged();
  const restore = useMutation(
    trpc.organisations.restore.mutationOptions({
      onSuccess: async () => {
        await changed();
        onClose();
      },
    }),
  );
  const { name, pbxs } = detail;
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={() => {
        restore.reset();
        onClose();
      }}
      title={t('title', { name })}
      description={t('description', { pbxs })}
      typed={{ text: name, label: t('type', { name }) }}
      confirmLabel={t('submit')}
      cancelLabel={common('cancel')}
      loading={restore.isPending}
      error={restore.error === null ? undefined : errorOf(errorText(restore.error))}
      onConfirm={() => restore.mutate({ organisationId: detail.id, version: detail.version })}
    />
  );
}
