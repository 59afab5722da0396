'use client';
import { zodResolver } from '@hookform/resolvers/zod';
import type { HeldRole } from '@switchroom/contracts';
import { Button } from '@switchroom/ui/components/button';
import { Checkbox } from '@switchroom/ui/components/checkbox';
import { CopyField } from '@switchroom/ui/components/copy-field';
import { Field } from '@switchroom/ui/components/field';
import { Input } from '@switchroom/ui/components/input';
import { PasswordInput } from '@switchroom/ui/components/password-input';
import { Select } from '@switchroom/ui/components/select';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import { useOrganisation } from '../../session/session-context';
import { ErrorPanel } from '../../shell/error-panel';
import { useTRPC } from '../../trpc/context';
import { useErrorText, useRuleText } from '../../trpc/use-error-text';
import {
  domainsOf,
  knownProviderSchema,
  newProviderSchema,
  type ProviderFormInput,
  type ProviderFormValues,
} from './form-values';
import { MappingEditor } from './mapping-editor';
import { ProviderTestResult } from './provider-test';
import { useRoleName } from './use-role-name';

const none = 'none';

/** Everything that is set of a provider. Issuer and client of one that exists cannot be changed: people are known by them. */
export function ProviderForm({
  id,
  initial,
  isNew,
  redirectUri,
  roles,
  refused,
  readOnly,
  onSubmit,
  onDirty,
}: {
  id: string;
  initial: ProviderFormInput;
  isNew: boolean;
  redirectUri: string;
  roles: readonly HeldRole[];
  /** Texts of the gateway's answer by field. */
  refused: Record<string, string>;
  readOnly: boolean;
  onSubmit: (values: ProviderFormValues) => void;
  onDirty: (dirty: boolean) => void;
}) {
  const t = useTranslations('identityProviders.form');
  const common = useTranslations('common.actions');
  const session = useTranslations('session.signIn');
  const ruleText = useRuleText();
  const roleName = useRoleName(roles);
  const form = useForm<ProviderFormInput, unknown, ProviderFormValues>({
    resolver: zodResolver(isNew ? newProviderSchema : knownProviderSchema),
    defaultValues: initial,
  });
  const { register, control, setValue, handleSubmit, formState } = form;
  const { errors, isDirty, isSubmitted } = formState;
  useEffect(() => onDirty(isDirty), [isDirty, onDirty]);
  const values = useWatch({ control });
  const [domains, setDomains] = useState(initial.emailDomains.join(', '));
  const textOf = (name: keyof ProviderFormInput): string | undefined =>
    ruleText(messageIn(errors[name])) ?? refused[name] ?? firstBelow(refused, name);
  const mappingErrors = Object.fromEntries(
    (values.roleMapping ?? []).flatMap((_line, index) => [
      [
        `roleMapping.${index}.value`,
        ruleText(errors.roleMapping?.[index]?.value?.message) ?? refused[`roleMapping.${index}.value`],
      ],
      [`roleMapping.${index}.role`, refused[`roleMapping.${index}.role`]],
    ]),
  );
  return (
    <form id={id} noValidate onSubmit={(event) => void handleSubmit(onSubmit)(event)} className="grid gap-4">
      {/* A disabled group of fields: what may only be read stays readable and can be copied. */}
      <fieldset disabled={readOnly} className="contents">
        <Field label={t('redirectUri')} help={t('redirectUriHelp')}>
          <CopyField value={redirectUri} copyLabel={common('copy')} copiedLabel={common('copied')} />
        </Field>
        <Field label={t('name')} help={t('nameHelp')} error={textOf('name')}>
          <Input autoComplete="off" {...register('name')} />
        </Field>
        <IssuerField
          error={textOf('issuer')}
          register={register}
          isNew={isNew}
          issuer={values.issuer ?? ''}
          onUseIssuer={(issuer) => setValue('issuer', issuer, { shouldDirty: true, shouldValidate: isSubmitted })}
        />
        <Field label={t('clientId')} error={textOf('clientId')}>
          <Input mono autoComplete="off" spellCheck={false} readOnly={!isNew} {...register('clientId')} />
        </Field>
        <Field
          label={t('clientSecret')}
          help={isNew ? t('clientSecretHelp') : t('clientSecretKept')}
          error={textOf('clientSecret')}
        >
          <PasswordInput
            autoComplete="new-password"
            revealLabel={session('show')}
            hideLabel={session('hide')}
            {...register('clientSecret')}
          />
        </Field>
        <Field label={t('domains')} help={t('domainsHelp')} error={textOf('emailDomains')}>
          <Input
            value={domains}
            autoComplete="off"
            spellCheck={false}
            placeholder="example.com, example.org"
            onChange={(event) => {
              setDomains(event.target.value);
              const next = domainsOf(event.target.value);
              setValue('emailDomains', next, { shouldDirty: true, shouldValidate: isSubmitted });
            }}
          />
        </Field>
        <Checkbox
          label={t('emailsVerified')}
          help={t('emailsVerifiedHelp')}
          checked={values.emailsVerified === true}
          onCheckedChange={(on) => setValue('emailsVerified', on === true, { shouldDirty: true })}
        />
        <Field label={t('roleClaim')} help={t('roleClaimHelp')} error={textOf('roleClaim')}>
          <Input
            mono
            autoComplete="off"
            spellCheck={false}
            placeholder="groups"
            {...register('roleClaim', { setValueAs: (text: string | null) => (text === '' ? null : text) })}
          />
        </Field>
        <MappingEditor control={control} register={register} setValue={setValue} roles={roles} errors={mappingErrors} />
        <Field label={t('defaultRole')} help={t('defaultRoleHelp')} error={textOf('defaultRole')}>
          <Select
            value={values.defaultRole ?? none}
            onValueChange={(next) => {
              const role = roles.find((each) => each.role === next)?.role ?? null;
              setValue('defaultRole', next === none ? null : role, { shouldDirty: true, shouldValidate: isSubmitted });
            }}
            options={[
              { value: none, label: t('refuse') },
              ...roles
                .filter(({ role }) => role !== 'custom')
                .map((role) => ({ value: role.role, label: roleName(role) })),
            ]}
          />
        </Field>
        <Checkbox
          label={t('secondFactor')}
          help={t('secondFactorHelp')}
          checked={values.countsAsSecondFactor === true}
          onCheckedChange={(on) => setValue('countsAsSecondFactor', on === true, { shouldDirty: true })}
        />
        <Checkbox
          label={t('enabled')}
          help={t('enabledHelp')}
          checked={values.enabled === true}
          onCheckedChange={(on) => setValue('enabled', on === true, { shouldDirty: true })}
        />
      </fieldset>
    </form>
  );
}

function IssuerField({
  error,
  register,
  isNew,
  issuer,
  onUseIssuer,
}: {
  error: string | undefined;
  register: ReturnType<typeof useForm<ProviderFormInput>>['register'];
  isNew: boolean;
  issuer: string;
  onUseIssuer: (issuer: string) => void;
}) {
  const t = useTranslations('identityProviders.form');
  const trpc = useTRPC();
  const organisation = useOrganisation();
  const errorText = useErrorText();
  const test = useMutation(trpc.identityProviders.test.mutationOptions());
  const refusedField = test.error === null ? undefined : errorText(test.error).fields['issuer'];
  const tested = test.variables?.issuer;
  return (
    <div className="grid gap-2">
      <Field label={t('issuer')} help={isNew ? t('issuerHelp') : t('issuerFixed')} error={error ?? refusedField}>
        <Input
          mono
          type="url"
          inputMode="url"
          autoComplete="off"
          spellCheck={false}
          readOnly={!isNew}
          placeholder="https://id.example.com/realms/main"
          {...register('issuer')}
        />
      </Field>
      <div>
        <Button
          size="sm"
          loading={test.isPending}
          disabled={issuer.trim() === ''}
          onClick={() => test.mutate({ organisationId: organisation.id, issuer })}
        >
          {t('test')}
        </Button>
      </div>
      {test.error !== null && refusedField === undefined ? <ErrorPanel error={test.error} /> : null}
      {test.data === undefined || tested !== issuer ? null : (
        <ProviderTestResult result={test.data} onUseIssuer={isNew ? onUseIssuer : undefined} />
      )}
    </div>
  );
}

/** The first message in an error of a field or of the parts of a list. */
function messageIn(error: unknown): string | undefined {
  if (error === null || typeof error !== 'object') return undefined;
  if ('message' in error && typeof error.message === 'string' && error.message !== '') return error.message;
  return Array.isArray(error) ? error.map(messageIn).find((text) => text !== undefined) : undefined;
}

function firstBelow(refused: Record<string, string>, name: string): string | undefined {
  if (name === 'roleMapping') return undefined;
  return Object.entries(refused).find(([path]) => path.startsWith(`${name}.`))?.[1];
}
