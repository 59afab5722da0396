'use client';
import { zodResolver } from '@hookform/resolvers/zod';
import { createTokenInput, tokenLifetime, tokenPermissions } from '@switchroom/contracts';
import { Field } from '@switchroom/ui/components/field';
import { Input } from '@switchroom/ui/components/input';
import { Select } from '@switchroom/ui/components/select';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import type { z } from 'zod';
import { useOrganisation } from '../../session/session-context';
import { useRuleText } from '../../trpc/use-error-text';
import { PermissionsField } from '../permissions/permissions-field';

const schema = createTokenInput.omit({ organisationId: true });
export type TokenFormValues = z.infer<typeof schema>;

const usualDays = [7, 30, 90, 180, 365] as const;

/** Name, lifetime and permissions of a new token. `refused` are the texts of the gateway's answer by field. */
export function TokenForm({
  id,
  refused,
  onSubmit,
}: {
  id: string;
  refused: Record<string, string>;
  onSubmit: (values: TokenFormValues) => void;
}) {
  const t = useTranslations('tokens.dialog');
  const ruleText = useRuleText();
  const { permissions: held } = useOrganisation();
  const [other, setOther] = useState(false);
  const {
    register,
    handleSubmit,
    control,
    setValue,
    formState: { errors, isSubmitted },
  } = useForm<TokenFormValues>({
    resolver: zodResolver(schema),
    defaultValues: { name: '', permissions: [], expiresInDays: 90 },
  });
  const [permissions, days] = useWatch({ control, name: ['permissions', 'expiresInDays'] });
  return (
    <form id={id} noValidate onSubmit={(event) => void handleSubmit(onSubmit)(event)} className="grid gap-4">
      <Field label={t('name')} help={t('nameHelp')} error={ruleText(errors.name?.message) ?? refused['name']}>
        <Input autoComplete="off" {...register('name')} />
      </Field>
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label={t('expires')} error={other ? undefined : refused['expiresInDays']}>
          <Select
            value={other ? 'other' : String(days)}
            onValueChange={(value) => {
              setOther(value === 'other');
              if (value !== 'other') setValue('expiresInDays', Number(value), { shouldValidate: isSubmitted });
            }}
            options={[
              ...usualDays.map((count) => ({ value: String(count), label: t('days', { count }) })),
              { value: 'other', label: t('other') },
            ]}
          />
        </Field>
        {other ? (
          <Field label={t('otherDays')} error={ruleText(errors.expiresInDays?.message) ?? refused['expiresInDays']}>
            <Input
              type="number"
              inputMode="numeric"
              min={tokenLifetime.min}
              max={tokenLifetime.max}
              unit={t('daysUnit')}
              {...register('expiresInDays', { valueAsNumber: true })}
            />
          </Field>
        ) : null}
      </div>
      <PermissionsField
        texts={{ label: t('permissions'), help: t('permissionsHelp'), readAll: t('readAll'), clear: t('clear') }}
        layout="columns"
        offered={tokenPermissions.filter((permission) => held.includes(permission))}
        value={permissions}
        onChange={(next) => setValue('permissions', next, { shouldValidate: isSubmitted })}
        error={ruleText(errors.permissions?.message) ?? refused['permissions']}
      />
    </form>
  );
}
