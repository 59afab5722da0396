'use client';
import { Select } from '@switchroom/ui/components/select';
import { useLocale, useTranslations } from 'next-intl';
import { localeNames, locales } from '../i18n/locales';
import { useSetLocale } from './use-set-locale';

/** The language of the portal for this browser. */
export function LanguageSelect({ className }: { className?: string }) {
  const t = useTranslations('shell.person');
  const setLocale = useSetLocale();
  return (
    <Select
      size="sm"
      aria-label={t('language')}
      className={className}
      value={useLocale()}
      onValueChange={setLocale}
      options={locales.map((locale) => ({ value: locale, label: localeNames[locale] }))}
    />
  );
}
