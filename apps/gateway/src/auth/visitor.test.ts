import { expect, it } from 'vitest';
import { localeOf } from './visitor';

it.each([
  [{}, 'en'],
  [{ cookie: 'tz=x; locale=it; a=b', 'accept-language': 'de' }, 'it'],
  [{ cookie: 'mylocale=it', 'accept-language': 'de-AT,de;q=0.9,en;q=0.5' }, 'de'],
  [{ cookie: 'locale=fr', 'accept-language': 'fr-FR, it;q=0.8' }, 'it'],
  [{ 'accept-language': 'fr' }, 'en'],
])('takes from %j the language %s', (headers, locale) => {
  expect(localeOf(headers)).toBe(locale);
});
