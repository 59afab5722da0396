'use client';
import type { MemberDetail, OrganisationRef } from '@switchroom/contracts';
import { Button } from '@switchroom/ui/components/button';
import { Dialog } from '@switchroom/ui/components/dialog';
import { Field } from '@switchroom/ui/components/field';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type SyntheticEvent, useId, useState } from 'react';
import { ErrorPanel } from '../../shell/error-panel';
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
  const common = useTranslations('common.actions');
  const trpc = useTRPC();
  const errorText = useErrorText();
  const id = useId();
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
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t('title', { name: person.name })}
      description={t('description', { name: person.name, organisation: organisation.name })}
      closeLabel={common('close')}
      footer={
        <>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button type="submit" form={id} variant="primary" loading={change.isPending}>
            {t('submit')}
          </Button>
        </>
      }
    >
      <form id={id} noValidate onSubmit={submit} className="grid gap-3">
        {change.error !== null && refused === undefined ? <ErrorPanel error={change.error} /> : null}
        <Field label={t('role')} error={refused}>
          <RoleSelect organisation={organisation} value={choice} onChange={setChoice} />
        </Field>
      </form>
    </Dialog>
  );
}
