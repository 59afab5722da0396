'use client';
import type { MemberDetail, OrganisationRef } from '@switchroom/contracts';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { ActDialog } from '../../shell/act-dialog';
import { errorLine } from '../../shell/refusal-line';
import { useTRPC } from '../../trpc/context';

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
  const trpc = useTRPC();
  const end = useMutation(trpc.members.endSessions.mutationOptions({ onSuccess: ({ ended }) => onDone(ended) }));
  return (
    <ActDialog
      act={end}
      onClose={onClose}
      title={t('title', { name: person.name })}
      description={t('what', { name: person.name })}
      confirmLabel={t('confirm')}
      danger
      refusal={(text) => text.fields['memberId'] ?? errorLine(text)}
      onConfirm={() => end.mutate({ organisationId: organisation.id, memberId: person.id })}
    />
  );
}
