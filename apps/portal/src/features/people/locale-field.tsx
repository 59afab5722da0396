'use client';
import { Field } from '@switchroom/ui/components/field';
import { Select } from '@switchroom/ui/components/select';
import { useTranslations } from 'next-intl';
import { type Locale, localeNames, locales } from '../../i18n/locales';

/** The language in which somebody is invited. */
export function LocaleField({ value, onChange }: { value: Locale; onChange: (locale: Locale) => void }) {
  const t = useTranslations('members.inviteDialog');
  return (
    <Field label={t('locale')}>
      <Select
        className="w-44"
        value={value}
        onValueChange={onChange}
        options={locales.map((locale) => ({ value: locale, label: localeNames[locale] }))}
      />
    </Field>
  );
}
