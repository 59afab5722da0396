/** The languages of the portal; the first is the one used when nothing fits. */
export const locales = ['en', 'de', 'it'] as const;
export type Locale = (typeof locales)[number];

/** Each language in its own words, for the switch. */
export const localeNames: Record<Locale, string> = { en: 'English', de: 'Deutsch', it: 'Italiano' };

function isLocale(value: string | undefined): value is Locale {
  return locales.some((locale) => locale === value);
}

/** The person's choice (cookie), else the best of `Accept-Language`, else English. Regions are ignored: de-AT is German. */
export function chooseLocale(cookie: string | undefined, acceptLanguage: string | null): Locale {
  if (isLocale(cookie)) return cookie;
  const wanted = (acceptLanguage ?? '')
    .split(',')
    .map((part, index) => {
      const [tag = '', ...parameters] = part.trim().split(';');
      const quality = parameters.map((one) => /^\s*q=([\d.]+)\s*$/.exec(one)?.[1]).find((one) => one !== undefined);
      return {
        language: tag.toLowerCase().split('-')[0] ?? '',
        quality: quality === undefined ? 1 : Number(quality),
        index,
      };
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality || a.index - b.index);
  for (const { language } of wanted) if (isLocale(language)) return language;
  return 'en';
}

/** The time zone of the cookie if it is one, else UTC. */
export function chooseTimeZone(cookie: string | undefined): string {
  if (cookie === undefined || cookie.length > 60) return 'UTC';
  try {
    return new Intl.DateTimeFormat('en', { timeZone: cookie }).resolvedOptions().timeZone;
  } catch {
    return 'UTC';
  }
}
