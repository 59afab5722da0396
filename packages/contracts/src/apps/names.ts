import { z } from 'zod';

/** Field length limits of objects on the PBX that we enforce before writing. */
export const objectLimits = { name: 63, longName: 63, url: 255, password: 15 } as const;

/**
 * Name of an App object (`h323`, "SIP" in the PBX Manager plugins): no spaces, no capitals, does not start with a
 * digit (innovaphone wiki, Concept Apps). The allowed set is what a SIP user part needs without quoting.
 * Issue messages are keys of the message catalogue (`fieldErrors.<key>`).
 */
export const appObjectNameSchema = z
  .string()
  .min(1, 'name-required')
  .max(objectLimits.name, 'too-long')
  .refine((value) => !/\s/.test(value), 'name-no-spaces')
  .refine((value) => value === value.toLowerCase(), 'name-no-capitals')
  .refine((value) => !/^\d/.test(value), 'name-no-leading-digit')
  .refine((value) => /^[\p{Ll}\p{N}._~?+-]*$/u.test(value) || /[\s\p{Lu}]/u.test(value), 'name-characters');

/** Long name (`cn`): unique on the PBX, no comma because lists of names on the PBX are comma separated. */
export const longNameSchema = z
  .string()
  .trim()
  .min(1, 'long-name-required')
  .max(objectLimits.longName, 'too-long')
  .refine((value) => !value.includes(','), 'name-no-comma');

/** URL of an App object: http(s), a path, and no extension; the PBX appends `.htm` and `.png` itself. */
export const appUrlSchema = z
  .string()
  .max(objectLimits.url, 'too-long')
  .superRefine((value, context) => {
    const url = parseUrl(value);
    if (url === undefined) return context.addIssue({ code: 'custom', message: 'url-invalid' });
    if (url.protocol !== 'http:' && url.protocol !== 'https:') {
      return context.addIssue({ code: 'custom', message: 'url-scheme' });
    }
    const last = url.pathname.split('/').at(-1) ?? '';
    if (last === '') return context.addIssue({ code: 'custom', message: 'url-path' });
    if (/\.[a-z]{1,5}$/i.test(last)) return context.addIssue({ code: 'custom', message: 'url-extension' });
    if (url.search !== '' || url.hash !== '') context.addIssue({ code: 'custom', message: 'url-query' });
    return undefined;
  });

/** Built on the platform's URL, which Node and browsers share; this package has no DOM types. */
function parseUrl(value: string): { protocol: string; pathname: string; search: string; hash: string } | undefined {
  const match = /^([a-z][a-z0-9+.-]*:)\/\/([^/?#\s]+)([^?#\s]*)(\?[^#\s]*)?(#\S*)?$/i.exec(value);
  if (!match) return undefined;
  const [, protocol = '', , pathname = '', search = '', hash = ''] = match;
  return { protocol: protocol.toLowerCase(), pathname, search, hash };
}

/** Characters of a generated App password: ASCII 33..126 without ' and \ (PBX Manager plugin rule). */
export const passwordAlphabet = Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index))
  .filter((character) => character !== "'" && character !== '\\')
  .join('');

/** A password as the PBX accepts it: 1 to 15 characters of the alphabet above. */
export const objectPasswordSchema = z
  .string()
  .min(1, 'password-required')
  .max(objectLimits.password, 'password-too-long')
  .refine(
    (value) => Array.from(value).every((character) => passwordAlphabet.includes(character)),
    'password-characters',
  );
