'use client';
import type { MemberDetail, OrganisationRef } from '@switchroom/contracts';
import { Field } from '@switchroom/ui/components/field';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type SyntheticEvent, useState } from 'react';
import { ErrorPanel } from '../../shell/error-panel';
import { FormDialog } from '../../shell/form-dialog';
import { useTRPC } from '../../trpc/context';
import { useErrorText } from '../../trpc/use-error-text';
import { type RoleChoice, RoleSelect } from './role-select';

/** Gives somebody another role where they hold one; it holds at once. */
export function ChangeRoleDialog({
  person,
  organisation,
  onClose,
}: {
  person: MemberDetail;
  organisation: OrganisationRef;
  onClose: () => void;
}) {
  const t = useTranslations('members.changeRole');
  const trpc = useTRPC();
  const errorText = useErrorText();
  const [choice, setChoice] = useState<RoleChoice>({ role: person.role, customRoleId: person.customRoleId });
  const change = useMutation(trpc.members.changeRole.mutationOptions({ onSuccess: onClose }));
  const refused = change.error === null ? undefined : errorText(change.error).fields['role'];
  const same = choice.role === person.role && choice.customRoleId === person.customRoleId;
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (same) onClose();
    else {
      const { id: memberId, version } = person;
      change.mutate({ organisationId: organisation.id, memberId, version, ...choice });
    }
  };
  return (
    <FormDialog
      title={t('title', { name: person.name })}
      description={t('description', { name: person.name, organisation: organisation.name })}
      submit={t('submit')}
      busy={change.isPending}
      onSubmit={submit}
      onClose={onClose}
    >
      {change.error !== null && refused === undefined ? <ErrorPanel error={change.error} /> : null}
      <Field label={t('role')} error={refused}>
        <RoleSelect organisation={organisation} value={choice} onChange={setChoice} />
      </Field>
    </FormDialog>
  );
}
