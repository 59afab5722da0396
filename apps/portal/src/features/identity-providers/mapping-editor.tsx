'use client';
import type { HeldRole } from '@switchroom/contracts';
import { Button } from '@switchroom/ui/components/button';
import { IconButton } from '@switchroom/ui/components/icon-button';
import { Input } from '@switchroom/ui/components/input';
import { Select } from '@switchroom/ui/components/select';
import { ArrowUp, Plus, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { type Control, type UseFormRegister, type UseFormSetValue, useFieldArray, useWatch } from 'react-hook-form';
import { type ProviderFormInput, type ProviderFormValues, roleKey, roleOf } from './form-values';
import { useRoleName } from './use-role-name';

/** Which group gives which role, in the order in which they are looked at. */
export function MappingEditor({
  control,
  register,
  setValue,
  roles,
  errors,
}: {
  control: Control<ProviderFormInput, unknown, ProviderFormValues>;
  register: UseFormRegister<ProviderFormInput>;
  setValue: UseFormSetValue<ProviderFormInput>;
  roles: readonly HeldRole[];
  /** Texts by path, as `roleMapping.0.value`. */
  errors: Record<string, string | undefined>;
}) {
  const t = useTranslations('identityProviders.mapping');
  const roleName = useRoleName(roles);
  const id = useId();
  const { fields, append, remove, swap } = useFieldArray({ control, name: 'roleMapping' });
  const lines = useWatch({ control, name: 'roleMapping' });
  const first = roles[0];
  return (
    <fieldset aria-describedby={`${id}-help`} className="grid gap-2">
      <legend className="text-sm font-medium">{t('title')}</legend>
      <p id={`${id}-help`} className="text-xs text-fg-muted">
        {t('help')}
      </p>
      {fields.length === 0 ? null : (
        <ol className="grid gap-2">
          {fields.map((field, index) => {
            const line = lines[index] ?? field;
            const key = roleKey(line);
            const known = roles.some((role) => roleKey(role) === key);
            const problem = errors[`roleMapping.${index}.value`] ?? errors[`roleMapping.${index}.role`];
            return (
              <li key={field.id} className="grid gap-1">
                <div className="flex flex-wrap items-center gap-2">
                  <Input
                    className="min-w-40 flex-1 max-sm:basis-full"
                    aria-label={t('value', { number: index + 1 })}
                    placeholder={t('valuePlaceholder')}
                    autoComplete="off"
                    spellCheck={false}
                    aria-invalid={problem !== undefined}
                    aria-describedby={problem === undefined ? undefined : `${id}-${index}`}
                    {...register(`roleMapping.${index}.value`)}
                  />
                  <Select
                    className="w-52 max-sm:flex-1"
                    aria-label={t('role', { number: index + 1 })}
                    value={key}
                    onValueChange={(next) => {
                      const role = roleOf(next, roles);
                      if (role === undefined) return;
                      setValue(`roleMapping.${index}.role`, role.role, { shouldDirty: true });
                      setValue(`roleMapping.${index}.customRoleId`, role.customRoleId, { shouldDirty: true });
                    }}
                    options={[
                      ...roles.map((role) => ({ value: roleKey(role), label: roleName(role) })),
                      // One that this person may not give, or that is gone: shown as it is, not to be chosen.
                      ...(known ? [] : [{ value: key, label: roleName(line), disabled: true }]),
                    ]}
                  />
                  <IconButton
                    label={t('up', { value: line.value })}
                    icon={<ArrowUp aria-hidden="true" />}
                    variant="ghost"
                    disabled={index === 0}
                    onClick={() => swap(index, index - 1)}
                  />
                  <IconButton
                    label={t('remove', { value: line.value })}
                    icon={<Trash2 aria-hidden="true" />}
                    variant="ghost"
                    onClick={() => remove(index)}
                  />
                </div>
                {problem === undefined ? null : (
                  <p id={`${id}-${index}`} role="alert" className="text-xs text-danger">
                    {problem}
                  </p>
                )}
              </li>
            );
          })}
        </ol>
      )}
      <div>
        <Button
          size="sm"
          icon={<Plus aria-hidden="true" />}
          disabled={first === undefined}
          onClick={() => {
            if (first !== undefined) append({ value: '', role: first.role, customRoleId: first.customRoleId });
          }}
        >
          {t('add')}
        </Button>
      </div>
    </fieldset>
  );
}
