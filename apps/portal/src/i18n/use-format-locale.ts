'use client';
import { useLocale } from 'next-intl';

/** The locale of dates and numbers. English is written the European way: 24 hours, day before month. */
export function useFormatLocale(): string {
  const locale = useLocale();
  return locale === 'en' ? 'en-GB' : locale;
}
