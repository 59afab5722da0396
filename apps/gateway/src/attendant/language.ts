import type { AttendantFailure } from '@switchroom/protocol/attendant';
import type { Refusal } from './refusal';
import { german } from './texts/de';
import { english } from './texts/en';
import { italian } from './texts/it';
import type { RefusalTexts } from './texts/refusal-texts';

/** Languages in which consoles get texts for people. */
const languages = { en: english, de: german, it: italian } satisfies Record<string, RefusalTexts>;
export type Language = keyof typeof languages;

/** The language for a locale as in BCP 47 (`de-CH` is German); English when it is not offered. */
export function languageOf(locale: string | undefined): Language {
  const wanted = (locale ?? '').toLowerCase().split(/[-_]/, 1)[0];
  return wanted === 'de' || wanted === 'it' ? wanted : 'en';
}

/** A refusal as it goes to a console. */
export function failureOf({ code, details = {} }: Refusal, language: Language): AttendantFailure {
  const text = languages[language][code];
  return {
    error: code,
    errorText: typeof text === 'function' ? text(details) : text,
    ...(Object.keys(details).length === 0 ? {} : { details }),
  };
}
