'use client';
import type { MemberDetail, OrganisationRef } from '@switchroom/contracts';
import { ConfirmDialog } from '@switchroom/ui/components/confirm-dialog';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useTRPC } from '../../trpc/context';
import { useErrorText } from '../../trpc/use-error-text';
import { refusalText } from './refusal-text';

/** Signs somebody out of all browsers. */
export function EndSessionsDialog({
  person,
  organisation,
  onClose,
  onDone,
}: {
  person: MemberDetail;
  organisation: OrganisationRef;
  onClose: () => void;
  onDone: (ended: number) => void;
}) {
  const t = useTranslations('members.endSessions');
  const common = useTranslations('common.actions');
  const trpc = useTRPC();
  const errorText = useErrorText();
  const end = useMutation(trpc.members.endSessions.mutationOptions({ onSuccess: ({ ended }) => onDone(ended) }));
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t('title', { name: person.name })}
      description={t('what', { name: person.name })}
      confirmLabel={t('confirm')}
      cancelLabel={common('cancel')}
      danger
      loading={end.isPending}
      error={end.error === null ? undefined : refusalText(errorText(end.error), 'memberId')}
      onConfirm={() => end.mutate({ organisationId: organisation.id, memberId: person.id })}
    />
  );
}
