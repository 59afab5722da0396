'use client';
import type { Direction, OrganisationHit } from '@switchroom/contracts';
import { Button } from '@switchroom/ui/components/button';
import { Field } from '@switchroom/ui/components/field';
import { Input } from '@switchroom/ui/components/input';
import { PasswordInput } from '@switchroom/ui/components/password-input';
import { RadioGroup } from '@switchroom/ui/components/radio-group';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Controller, type UseFormReturn, useWatch } from 'react-hook-form';
import { useRuleText } from '../../trpc/use-error-text';
import { OrganisationSelect } from './organisation-select';
import type { WizardInput, WizardValues } from './wizard-state';

export type WizardForm = UseFormReturn<WizardInput, unknown, WizardValues>;

/** Name, organisation, Name of the App object, and what the direction needs. */
export function DetailsStep({
  form,
  direction,
  organisation,
  onOrganisation,
  onNext,
  onBack,
  busy,
  error,
  addressError,
  onAddress,
}: {
  form: WizardForm;
  direction: Direction;
  organisation: OrganisationHit;
  onOrganisation: (organisation: OrganisationHit) => void;
  onNext: (values: WizardValues) => void;
  onBack: () => void;
  busy: boolean;
  /** An error that belongs to no field. */
  error: ReactNode;
  /** What the look at the address found wrong with it. */
  addressError: string | undefined;
  /** The address is being changed. */
  onAddress: () => void;
}) {
  const t = useTranslations('addPbx.details');
  const common = useTranslations('common.actions');
  const ruleText = useRuleText();
  const {
    register,
    handleSubmit,
    formState: { errors },
  } = form;
  const text = (field: keyof WizardInput): string | undefined => {
    const found = errors[field];
    return found?.type === 'server' ? found.message : ruleText(found?.message);
  };
  return (
    <form noValidate onSubmit={(event) => void handleSubmit(onNext)(event)} className="grid gap-4">
      <h2 className="text-lg font-semibold">{t('title')}</h2>
      {error}
      <Field label={t('name')} help={t('nameHelp')} error={text('name')}>
        <Input autoComplete="off" autoFocus {...register('name')} />
      </Field>
      <Field label={t('organisation')} help={t('organisationHelp')} error={text('targetOrganisationId')}>
        <OrganisationSelect value={organisation} onChange={onOrganisation} />
      </Field>
      {direction === 'inbound' ? (
        <Field label={t('domain')} help={t('domainHelp')} error={text('domain')}>
          <Input mono autoComplete="off" autoCapitalize="none" spellCheck={false} {...register('domain')} />
        </Field>
      ) : (
        <Field label={t('address')} help={t('addressHelp')} error={text('address') ?? addressError}>
          <Input
            mono
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            {...register('address', { onChange: onAddress })}
          />
        </Field>
      )}
      <Field label={t('appObjectName')} help={t('appObjectNameHelp')} error={text('appObjectName')}>
        <Input mono autoComplete="off" autoCapitalize="none" spellCheck={false} {...register('appObjectName')} />
      </Field>
      {direction === 'outbound' ? <PasswordFields form={form} error={text('password')} /> : null}
      <div className="flex justify-between gap-2">
        <Button onClick={onBack}>{common('back')}</Button>
        <Button type="submit" variant="primary" loading={busy}>
          {direction === 'inbound' ? t('create') : common('next')}
        </Button>
      </div>
    </form>
  );
}

/** A password made here, or the one that stands at an App object that exists already. */
function PasswordFields({ form, error }: { form: WizardForm; error: string | undefined }) {
  const t = useTranslations('addPbx.details');
  const password = useTranslations('pbx.password');
  const session = useTranslations('session.signIn');
  const from = useWatch({ control: form.control, name: 'passwordFrom' });
  return (
    <>
      <Field label={t('password')}>
        <Controller
          control={form.control}
          name="passwordFrom"
          render={({ field }) => (
            <RadioGroup
              value={field.value}
              onValueChange={field.onChange}
              options={[
                { value: 'made', label: password('made'), help: password('madeHelp') },
                { value: 'given', label: password('given'), help: password('givenHelp') },
              ]}
            />
          )}
        />
      </Field>
      {from === 'given' ? (
        <Field label={t('passwordOnPbx')} error={error}>
          <PasswordInput
            autoComplete="off"
            revealLabel={session('show')}
            hideLabel={session('hide')}
            {...form.register('password')}
          />
        </Field>
      ) : null}
    </>
  );
}
