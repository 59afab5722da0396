import type { Locale } from '../i18n/locales';
import type en from './en';

/** All texts; English is the model that the other languages are held against by the compiler and by a test. */
export type Messages = typeof en;

const catalogues: Record<Locale, () => Promise<{ default: Messages }>> = {
  en: () => import('./en'),
  de: () => import('./de'),
  it: () => import('./it'),
};

/** The catalogue of a language. */
export async function messagesOf(locale: Locale): Promise<Messages> {
  return (await catalogues[locale]()).default;
}

/** What the pages outside of an organisation need, so that the sign-in page stays small. */
const entryNamespaces = ['common', 'session', 'setup', 'errors', 'fieldErrors', 'shell', 'access', 'account'] as const;

/** The part of the catalogue for pages outside of an organisation; the organisation's layout adds the rest. */
export function pickNamespaces(messages: Messages): Partial<Messages> {
  return Object.fromEntries(entryNamespaces.map((name) => [name, messages[name]]));
}
