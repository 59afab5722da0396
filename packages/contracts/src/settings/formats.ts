import { z } from 'zod';
import type { LineFormat, TextFormat } from './entry';

/** How a format is brought into its one form, and whether the text has it. Empty texts are never asked about. */
interface Format {
  tidy?: (text: string) => string;
  fits: (text: string) => boolean;
}

const hostName = /^[a-z\d]([a-z\d-]{0,61}[a-z\d])?(\.[a-z\d]([a-z\d-]{0,61}[a-z\d])?)*$/i;
const share = /^\\\\[^\\/:*?"<>|@\s]+(\\[^\\/:*?"<>|\s]([^\\/:*?"<>|]*[^\\/:*?"<>|\s])?)+\\?$/;
const onlyDots = /\\\.+(\\|$)/;

function isPort(text: string): boolean {
  return /^[1-9]\d{0,4}$/.test(text) && Number(text) <= 65_535;
}

/** A host name or an IP address. Digits and dots alone are an address or wrong: 10.0.0.256 is no name. */
function isAddress(text: string): boolean {
  if (/^[\d.]+$/.test(text)) return z.ipv4().safeParse(text).success;
  if (text.includes(':')) return z.ipv6().safeParse(text).success;
  return text.length <= 253 && hostName.test(text);
}

/** The same with a port if needed; an IPv6 address then stands in brackets. */
function isHost(text: string): boolean {
  const [, bracketed, plain = '', port] = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d+))?$/.exec(text) ?? [];
  if (port !== undefined && !isPort(port)) return false;
  return bracketed === undefined ? isAddress(plain) : z.ipv6().safeParse(bracketed).success;
}

/** Scheme and path of a web address; undefined if it is none. Users and passwords do not belong into it. */
function webAddress(text: string): { scheme: string; path: string; more: string } | undefined {
  // Blanks after the question mark are common in the lists of scopes that vendors print.
  const [, scheme, host, path = '', more = ''] =
    /^(https?):\/\/([^\s/?#@\\]+)(\/[^\s?#]*)?((?:\?[^#]*)?(?:#\S*)?)$/i.exec(text) ?? [];
  if (scheme === undefined || host === undefined || !isHost(host)) return undefined;
  return { scheme: scheme.toLowerCase(), path, more };
}

const modifiers = ['Ctrl', 'Alt', 'Shift', 'Win'] as const;

/** `shift + CTRL + f3` as `Ctrl+Shift+F3`; undefined if it is no such key. */
function hotkeyOf(text: string): string | undefined {
  const parts = text.split('+').map((part) => part.trim().toLowerCase());
  const key = parts.pop() ?? '';
  const held = modifiers.filter((modifier) => parts.includes(modifier.toLowerCase()));
  if (held.length !== parts.length || held.length > 2 || !/^f([1-9]|1[01])$/.test(key)) return undefined;
  return [...held, key.toUpperCase()].join('+');
}

/**
 * An event code as it is shown, as decimal digits. The PBX keeps it so. `0x` or a letter makes it hexadecimal; digits
 * alone are decimal already, otherwise a kept code would change when it is read again.
 */
function tidyCode(text: string): string {
  if (/^\d{1,10}$/.test(text)) return String(Number(text));
  const hex = /^(?:0x)?([\da-f]{1,8})$/i.exec(text)?.[1];
  return hex === undefined ? text : String(Number.parseInt(hex, 16));
}

function tidyExternalApp(text: string): string {
  const parts = text.split('|').map((part) => part.trim());
  return (parts.length === 3 && parts[2] === '' ? parts.slice(0, 2) : parts).join('|');
}

function isExternalApp(text: string): boolean {
  const parts = text.split('|');
  return (parts.length === 2 || parts.length === 3) && parts.every((part) => part !== '');
}

const lower = (text: string): string => text.toLowerCase();

/** Of texts. */
export const textFormatChecks: Record<TextFormat, Format> = {
  dialable: { fits: (text) => /^\+?[\d*#]+$/.test(text) },
  prefix: { fits: (text) => /^[\d*#+]+$/.test(text) },
  digits: { fits: (text) => /^\d+$/.test(text) },
  guid: { tidy: lower, fits: (text) => /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(text) },
  url: { fits: (text) => webAddress(text) !== undefined },
  'url-or-unc': {
    fits: (text) => webAddress(text) !== undefined || (share.test(text) && !onlyDots.test(text)),
  },
  'ews-url': {
    fits: (text) => {
      const url = webAddress(text);
      return url !== undefined && url.path.toLowerCase() === '/ews/exchange.asmx' && url.more === '';
    },
  },
  'session-url': {
    fits: (text) => {
      const url = webAddress(text);
      return url?.scheme === 'https' && url.path.endsWith('/PBX0/session.xml') && url.more === '';
    },
  },
  host: { fits: isHost },
  address: { fits: isAddress },
  port: { fits: isPort },
  email: { fits: (text) => z.email().safeParse(text).success },
  domain: { tidy: lower, fits: (text) => text.includes('.') && !/^[\d.]+$/.test(text) && hostName.test(text) },
  path: { fits: (text) => /^\/\S*$/.test(text) },
  hotkey: { tidy: (text) => hotkeyOf(text) ?? text, fits: (text) => hotkeyOf(text) !== undefined },
};

/** Of the lines of lists. */
export const lineFormatChecks: Record<LineFormat, Format> = {
  pattern: { tidy: lower, fits: (text) => /^[\dx]+$/.test(text) },
  code: { tidy: tidyCode, fits: (text) => /^\d+$/.test(text) && Number(text) <= 0xff_ff_ff_ff },
  'external-app': { tidy: tidyExternalApp, fits: isExternalApp },
};
