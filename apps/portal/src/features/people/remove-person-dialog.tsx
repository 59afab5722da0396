'use client';
import type { MemberDetail, OrganisationRef } from '@switchroom/contracts';
import { ConfirmDialog } from '@switchroom/ui/components/confirm-dialog';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useTRPC } from '../../trpc/context';
import { useErrorText } from '../../trpc/use-error-text';
import { refusalText } from './refusal-text';
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
  const common = useTranslations('common.actions');
  const trpc = useTRPC();
  const errorText = useErrorText();
  const roleName = useRoleName();
  const remove = useMutation(trpc.members.remove.mutationOptions({ onSuccess: onRemoved }));
  const { id: memberId, name, version } = person;
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t('title', { name, organisation: organisation.name })}
      description={
        <>
          <p>{t('what', { name, role: roleName(person) })}</p>
          <p>{t('elsewhere')}</p>
          <p>{t('undo', { name })}</p>
        </>
      }
      confirmLabel={t('confirm')}
      cancelLabel={common('cancel')}
      danger
      loading={remove.isPending}
      error={remove.error === null ? undefined : refusalText(errorText(remove.error), 'role')}
      onConfirm={() => remove.mutate({ organisationId: organisation.id, memberId, version })}
    />
  );
}
