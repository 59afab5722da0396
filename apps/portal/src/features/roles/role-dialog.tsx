'use client';
import { zodResolver } from '@hookform/resolvers/zod';
import {
  type CustomRoleForm,
  type CustomRoleView,
  customRoleFormSchema,
  installationPermissions,
  permissions as allPermissions,
} from '@switchroom/contracts';
import { Field } from '@switchroom/ui/components/field';
import { Input } from '@switchroom/ui/components/input';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useForm, useWatch } from 'react-hook-form';
import { useOrganisation } from '../../session/session-context';
import { ErrorPanel } from '../../shell/error-panel';
import { FormDialog } from '../../shell/form-dialog';
import { useTRPC } from '../../trpc/context';
import { useErrorText, useRuleText } from '../../trpc/use-error-text';
import { PermissionsField } from '../permissions/permissions-field';

/** Makes a role, or changes one that the organisation made: name, description, permissions. */
export function RoleDialog({ role, onClose }: { role: CustomRoleView | undefined; onClose: () => void }) {
  const t = useTranslations('members.roleDialog');
  const optional = useTranslations('common')('optional');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const organisation = useOrganisation();
  const ruleText = useRuleText();
  const errorText = useErrorText();
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
    <FormDialog
      title={role === undefined ? t('createTitle') : t('editTitle', { name: role.name })}
      description={role === undefined ? t('description', { organisation: organisation.name }) : t('editDescription')}
      size="lg"
      submit={role === undefined ? t('create') : t('save')}
      busy={isPending}
      staysWhileBusy
      className="gap-4"
      onSubmit={(event) => void handleSubmit(save)(event)}
      onClose={onClose}
    >
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
      <PermissionsField
        texts={{ label: t('permissions'), help: t('permissionsHelp'), readAll: t('readAll'), clear: t('clear') }}
        layout="rows"
        offered={allPermissions.filter(
          (permission) => organisation.permissions.includes(permission) && !installationPermissions.has(permission),
        )}
        value={permissions}
        onChange={(next) => setValue('permissions', next, { shouldValidate: isSubmitted })}
        error={ruleText(errors.permissions?.message) ?? refused['permissions']}
      />
    </FormDialog>
  );
}
