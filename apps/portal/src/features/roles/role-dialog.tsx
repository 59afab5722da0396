'use client';
import { zodResolver } from '@hookform/resolvers/zod';
import { type CustomRoleForm, type CustomRoleView, customRoleFormSchema } from '@switchroom/contracts';
import { Button } from '@switchroom/ui/components/button';
import { Dialog } from '@switchroom/ui/components/dialog';
import { Field } from '@switchroom/ui/components/field';
import { Input } from '@switchroom/ui/components/input';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import { useOrganisation } from '../../session/session-context';
import { ErrorPanel } from '../../shell/error-panel';
import { useTRPC } from '../../trpc/context';
import { useErrorText, useRuleText } from '../../trpc/use-error-text';
import { RolePermissionsField } from './role-permissions-field';

/** Makes a role, or changes one that the organisation made: name, description, permissions. */
export function RoleDialog({ role, onClose }: { role: CustomRoleView | undefined; onClose: () => void }) {
  const t = useTranslations('members.roleDialog');
  const common = useTranslations('common.actions');
  const optional = useTranslations('common')('optional');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const organisation = useOrganisation();
  const ruleText = useRuleText();
  const errorText = useErrorText();
  const id = useId();
  const {
    register,
    handleSubmit,
    control,
    setValue,
    formState: { errors, isSubmitted },
  } = useForm({
    resolver: zodResolver(customRoleFormSchema),
    defaultValues: {
      name: role?.name ?? '',
      description: role?.description ?? '',
      permissions: [...(role?.permissions ?? [])],
    },
  });
  const permissions = useWatch({ control, name: 'permissions' });
  const done = {
    onSuccess: () => {
      void queryClient.invalidateQueries(trpc.roles.list.pathFilter());
      onClose();
    },
  };
  const create = useMutation(trpc.roles.create.mutationOptions(done));
  const update = useMutation(trpc.roles.update.mutationOptions(done));
  const { error, isPending } = role === undefined ? create : update;
  const refused = error === null ? {} : errorText(error).fields;
  const save = (values: CustomRoleForm): void => {
    const input = { organisationId: organisation.id, ...values };
    if (role === undefined) create.mutate(input);
    else update.mutate({ ...input, roleId: role.id, version: role.version });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => (open || isPending ? undefined : onClose())}
      size="lg"
      title={role === undefined ? t('createTitle') : t('editTitle', { name: role.name })}
      description={role === undefined ? t('description', { organisation: organisation.name }) : t('editDescription')}
      closeLabel={common('close')}
      footer={
        <>
          <Button disabled={isPending} onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button type="submit" form={id} variant="primary" loading={isPending}>
            {role === undefined ? t('create') : t('save')}
          </Button>
        </>
      }
    >
      <form id={id} noValidate onSubmit={(event) => void handleSubmit(save)(event)} className="grid gap-4">
        {error !== null && Object.keys(refused).length === 0 ? <ErrorPanel error={error} /> : null}
        <Field label={t('name')} error={ruleText(errors.name?.message) ?? refused['name']}>
          <Input autoComplete="off" {...register('name')} />
        </Field>
        <Field
          label={t('descriptionField')}
          optionalMark={optional}
          error={ruleText(errors.description?.message) ?? refused['description']}
        >
          <Input autoComplete="off" {...register('description')} />
        </Field>
        <RolePermissionsField
          value={permissions}
          onChange={(next) => setValue('permissions', next, { shouldValidate: isSubmitted })}
          error={ruleText(errors.permissions?.message) ?? refused['permissions']}
        />
      </form>
    </Dialog>
  );
}
