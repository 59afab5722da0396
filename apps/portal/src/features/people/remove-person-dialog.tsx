'use client';
import type { MemberDetail, OrganisationRef } from '@switchroom/contracts';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { ActDialog } from '../../shell/act-dialog';
import { errorLine } from '../../shell/refusal-line';
import { useTRPC } from '../../trpc/context';
import { useRoleName } from './use-role-name';

/** Takes somebody's role, after saying what they lose. */
export function RemovePersonDialog({
  person,
  organisation,
  onClose,
  onRemoved,
}: {
  person: MemberDetail;
  organisation: OrganisationRef;
  onClose: () => void;
  onRemoved: () => void;
}) {
  const t = useTranslations('members.remove');
  const trpc = useTRPC();
  const roleName = useRoleName();
  const remove = useMutation(trpc.members.remove.mutationOptions({ onSuccess: onRemoved }));
  const { id: memberId, name, version } = person;
  return (
    <ActDialog
      act={remove}
      onClose={onClose}
      title={t('title', { name, organisation: organisation.name })}
      description={
        <>
          <p>{t('what', { name, role: roleName(person) })}</p>
          <p>{t('elsewhere')}</p>
          <p>{t('undo', { name })}</p>
        </>
      }
      confirmLabel={t('confirm')}
      danger
      refusal={(text) => text.fields['role'] ?? errorLine(text)}
      onConfirm={() => remove.mutate({ organisationId: organisation.id, memberId, version })}
    />
  );
}
