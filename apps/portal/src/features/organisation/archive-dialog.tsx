'use client';
import type { OrganisationDetail } from '@switchroom/contracts';
import { ConfirmDialog } from '@switchroom/ui/components/confirm-dialog';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useTRPC } from '../../trpc/context';
import { useErrorText } from '../../trpc/use-error-text';
import { useOrganisationChanged } from './use-organisation-changed';

/** Says what archiving hits, and asks for the name. */
export function ArchiveDialog({
  detail,
  open,
  onClose,
}: {
  detail: OrganisationDetail;
  open: boolean;
  onClose: () => void;
}) {
  const t = useTranslations('organisations.archive');
  const common = useTranslations('common.actions');
  const errorText = useErrorText();
  const trpc = useTRPC();
  const changed = useOrganisationChanged();
  const archive = useMutation(
    trpc.organisations.archive.mutationOptions({
      onSuccess: async () => {
        await changed();
        onClose();
      },
    }),
  );
  const { name, organisations, pbxs, people } = detail;
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={() => {
        archive.reset();
        onClose();
      }}
      title={t('title', { name })}
      description={t('description', { organisations, pbxs, people })}
      typed={{ text: name, label: t('type', { name }) }}
      confirmLabel={t('submit')}
      cancelLabel={common('cancel')}
      danger
      loading={archive.isPending}
      error={archive.error === null ? undefined : errorOf(errorText(archive.error))}
      onConfirm={() => archive.mutate({ organisationId: detail.id, version: detail.version, confirmName: name })}
    />
  );
}

/** The sentence of the field it is about, or else what happened and what to do. */
export function errorOf({ title, cure, fields }: ReturnType<ReturnType<typeof useErrorText>>): string {
  return Object.values(fields)[0] ?? `${title}. ${cure}`;
}
