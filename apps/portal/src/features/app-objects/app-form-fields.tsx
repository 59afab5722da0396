'use client';
import type { CatalogueApp, TemplateRow } from '@switchroom/contracts';
import { Checkbox } from '@switchroom/ui/components/checkbox';
import { Field } from '@switchroom/ui/components/field';
import { Input } from '@switchroom/ui/components/input';
import { useTranslations } from 'next-intl';
import { Controller, useWatch } from 'react-hook-form';
import { brokenFlags } from './form-values';
import { FlagsField } from './flags-field';
import { TemplatesField } from './templates-field';
import { type AppForm, useFieldError } from './use-app-form';

/** All fields of an App object, one under the other. */
export function AppFormFields({
  form,
  entry,
  isOwnLink = false,
  urlStart,
  templates,
  readOnly = false,
}: {
  form: AppForm;
  /** What the catalogue knows of this app; undefined for a custom one. */
  entry: CatalogueApp | undefined;
  isOwnLink?: boolean;
  urlStart?: string | undefined;
  /** Config templates of the PBX; undefined while they are read. */
  templates: readonly TemplateRow[] | undefined;
  readOnly?: boolean;
}) {
  const t = useTranslations('appObjects.form');
  const fields = useTranslations('plans.fields');
  const text = useFieldError();
  const {
    register,
    control,
    formState: { errors },
  } = form;
  const flags = useWatch({ control, name: 'flags' });
  const nameHelp = entry?.fixedName ? t('fixedName') : isOwnLink ? t('ownLinkName') : t('nameHelp');
  const urlHelp = [
    entry === undefined ? t('urlHelp') : t('urlHelpApp', { app: entry.app }),
    urlStart === undefined ? undefined : t('urlStart', { start: urlStart }),
  ]
    .filter(Boolean)
    .join(' ');
  return (
    <fieldset disabled={readOnly} className="grid gap-4">
      <Field label={fields('longName')} help={t('longNameHelp')} error={text(errors.longName)}>
        <Input autoComplete="off" readOnly={entry?.fixedName} {...register('longName')} />
      </Field>
      <Field label={fields('name')} help={nameHelp} error={text(errors.name)}>
        <Input
          mono
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          readOnly={entry?.fixedName || isOwnLink}
          {...register('name')}
        />
      </Field>
      <Field label={fields('displayName')} help={t('displayNameHelp')} error={text(errors.displayName)}>
        <Input autoComplete="off" {...register('displayName')} />
      </Field>
      <Field label={fields('url')} help={urlHelp} error={text(errors.url)}>
        <Input mono type="url" inputMode="url" autoComplete="off" spellCheck={false} {...register('url')} />
      </Field>
      <Controller
        control={control}
        name="flags"
        render={({ field }) => (
          <FlagsField
            value={field.value}
            onChange={field.onChange}
            required={entry?.requiredFlags ?? {}}
            broken={brokenFlags(entry, flags)}
            readOnly={readOnly}
          />
        )}
      />
      <Controller
        control={control}
        name="templates"
        render={({ field }) => (
          <TemplatesField
            value={field.value ?? []}
            onChange={field.onChange}
            templates={templates}
            usual={entry?.usualTemplate}
            error={text(Array.isArray(errors.templates) ? undefined : errors.templates)}
            readOnly={readOnly}
          />
        )}
      />
      <fieldset className="grid gap-1">
        <legend className="pb-1 text-sm font-medium">{t('directory')}</legend>
        <Controller
          control={control}
          name="hideFromDirectory"
          render={({ field }) => (
            <Checkbox
              checked={field.value ?? false}
              onCheckedChange={(on) => field.onChange(on === true)}
              disabled={readOnly}
              label={fields('hideFromDirectory')}
              help={t('hideHelp')}
            />
          )}
        />
        <Controller
          control={control}
          name="critical"
          render={({ field }) => (
            <Checkbox
              checked={field.value ?? false}
              onCheckedChange={(on) => field.onChange(on === true)}
              disabled={readOnly}
              label={fields('critical')}
              help={t('criticalHelp')}
            />
          )}
        />
      </fieldset>
    </fieldset>
  );
}
