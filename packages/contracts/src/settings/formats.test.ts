import { describe, expect, it } from 'vitest';
import { settingsCatalogue } from './catalogue';
import { settingLimits, settingSchema } from './schema';
import type { TextFormat } from './entry';

function checked(format: TextFormat | undefined, value: unknown, max = 500): unknown {
  const result = settingSchema({ type: { kind: 'text', max, format } }).safeParse(value);
  return result.success ? result.data : { rule: result.error.issues[0]?.message };
}
const guid = '01234567-89ab-cdef-0123-456789abcdef';
const label63 = 'a'.repeat(63);

/** Texts of each format: [as it is given, as it is kept] or the same. */
const good: Record<TextFormat, (string | [string, string])[]> = {
  dialable: ['0', '+1', '*#', [' 112 ', '112']],
  prefix: ['+', '*9#', '00'],
  digits: ['0', '0041'],
  guid: [guid, [guid.toUpperCase(), guid]],
  url: [
    'http://a',
    'https://a.example:8443/b?c=d#e',
    'HTTPS://10.0.0.1/',
    'https://[::1]:443/x',
    // Printed so, with the blank, by the text that this field comes from.
    'https://login.microsoftonline.com/af326a34/oauth2/v2.0/authorize?scope=https://outlook.office.com/SMTP.Send offline_access',
    'https://accounts.google.com/o/oauth2/auth?access_type=offline&scope=https://mail.google.com/',
  ],
  'url-or-unc': [
    'http://www.imagicle.com/LiveUpdate/BluesAttendant/',
    '\\\\192.168.1.1\\Updates',
    '\\\\server\\share\\',
    '\\\\server\\my share\\sub',
    '\\\\server\\c$',
  ],
  'ews-url': [
    'https://mail.example.com/ews/exchange.asmx',
    'http://host/EWS/Exchange.asmx',
    'https://h:444/ews/exchange.asmx',
  ],
  'session-url': ['https://pbx.example.com/PBX0/session.xml', 'https://10.0.0.1:8443/PBX0/session.xml'],
  host: ['smtp.example.com', 'smtp:25', '10.0.0.1:65535', '[2001:db8::1]', '[::1]:25', 'a', label63],
  address: ['smtp.example.com', '10.0.0.1', '2001:db8::1', 'a-b', `${`${label63}.`.repeat(3)}${'a'.repeat(61)}`],
  port: ['1', '514', '65535'],
  email: ['name@example.com', 'a.b+c@d-e.example'],
  domain: ['example.com', ['Example.COM', 'example.com'], 'a.b'],
  path: ['/', '/log?a=b', '/a/b.fcgi'],
  hotkey: ['F1', 'F11', 'Ctrl+F3', ['shift + ctrl+f10', 'Ctrl+Shift+F10'], ['WIN+ALT+F2', 'Alt+Win+F2']],
};
const bad: Record<TextFormat, string[]> = {
  dialable: ['+', '1+', 'a', '1-2', '(0)1'],
  prefix: ['a', '0 ', '9-', 'x'].map((text) => `${text}.`),
  digits: ['+1', '1a', '1 1', '-1', '1.0'],
  guid: [guid.slice(0, -1), `${guid}0`, guid.replaceAll('-', ''), `{${guid}}`, guid.replace('0', 'g')],
  url: [
    'ftp://a',
    'a.example',
    'http://',
    'https:///x',
    'http://a b/',
    'http://user:pass@a/',
    'http://a:0/',
    'http://a:65536/',
    'http://10.0.0.256/',
    'http://-a/',
    'http://a_b\\c',
    'javascript:alert(1)//http://a',
    '\\\\server\\share',
  ],
  'url-or-unc': [
    '\\\\server',
    '\\\\server\\',
    '\\\\server\\ ',
    '\\\\\\share',
    '\\server\\share',
    '//server/share',
    '\\\\server\\sh/are',
    '\\\\server\\..',
    '\\\\server\\share\\..\\other',
    '\\\\ser ver\\share',
    '\\\\server\\a|b',
    'C:\\Updates',
    'file://server/share',
  ],
  'ews-url': [
    'https://mail.example.com/ews/',
    'https://mail.example.com/ews/exchange.asmx/',
    'https://mail.example.com/ews/exchange.asmx?wsdl',
    'https://mail.example.com',
    'ftp://mail.example.com/ews/exchange.asmx',
    'mail.example.com/ews/exchange.asmx',
  ],
  'session-url': [
    'http://pbx/PBX0/session.xml',
    'https://pbx/PBX0/session.xml?x=1',
    'https://pbx/pbx0/session.xml',
    'https://pbx/PBX0/',
    'https:///PBX0/session.xml',
  ],
  host: [
    'a b',
    'a:',
    'a:0',
    'a:65536',
    'a:b',
    '::1',
    '[::1',
    '[10.0.0.1]',
    '-a',
    'a-',
    'a..b',
    `${label63}a`,
    'http://a',
    '1.2.3',
  ],
  address: ['a:25', '10.0.0.256', '10.0.0', '[::1]', 'a b', 'a_b', '1::2::3'],
  port: ['0', '65536', '-1', '080', '1.5', 'http', '99999'],
  email: [
    'name',
    'name@',
    '@example.com',
    'a@b',
    'a b@example.com',
    'a@example.com,b@example.com',
    'Name <a@example.com>',
  ],
  domain: ['example', '.com', 'a..b', '-a.com', '10.0.0.1', 'a_b.com', 'a.com/'],
  path: ['log', 'http://a/', '/a b', ' log'],
  hotkey: [
    'F0',
    'F12',
    'A',
    'Ctrl',
    'Ctrl+',
    'Ctrl+Alt+Shift+F1',
    'Ctrl+Ctrl+F1',
    'Strg+F1',
    'F1+Ctrl',
    '+F1',
    'Ctrl F1',
  ],
};
const formats = Object.keys(good) as TextFormat[];

describe.each(formats)('format %s', (format) => {
  it.each(good[format].map((one) => (typeof one === 'string' ? [one, one] : one)))('takes %j as %j', (given, kept) => {
    expect(checked(format, given)).toBe(kept);
  });

  it.each(bad[format])('refuses %j', (text) => {
    expect(checked(format, text)).toEqual({ rule: `setting-${format}` });
  });

  it('takes an empty text as none', () => {
    expect(checked(format, '  ')).toBe('');
  });
});

/** A text of the format with exactly so many characters; undefined where the format itself is shorter. */
function ofLength(format: TextFormat | undefined, length: number): string | undefined {
  const filled = (start: string, end = '') => start + 'x'.repeat(length - start.length - end.length) + end;
  switch (format) {
    case 'dialable':
    case 'prefix':
    case 'digits':
      return '1'.repeat(length);
    case 'url':
    case 'url-or-unc':
      return filled('https://a/');
    case 'ews-url':
    case 'guid':
    case 'port':
    case 'hotkey':
    case 'email':
      return undefined;
    case 'session-url':
      return filled('https://a/', '/PBX0/session.xml');
    case 'path':
      return filled('/');
    case 'host':
    case 'domain':
    case 'address': {
      const end = format === 'host' ? ':12345' : '';
      const name = `${`${label63}.`.repeat(4)}`.slice(0, Math.min(length - end.length, 253)).replace(/\.$/, 'a');
      return name.length + end.length === length ? name + end : undefined;
    }
    case undefined:
      return filled('');
  }
}

describe('lengths of texts', () => {
  const texts = settingsCatalogue.flatMap(({ key, type }) => (type.kind === 'text' ? [{ key, type }] : []));

  it.each(texts)('$key takes its longest text and refuses one more character', ({ type }) => {
    const longest = ofLength(type.format, type.max);
    if (longest !== undefined) expect(settingSchema({ type }).safeParse(longest).success).toBe(true);
    const longer = `${longest ?? '1'.repeat(type.max)}1`;
    const rules = settingSchema({ type })
      .safeParse(longer)
      .error?.issues.map(({ message }) => message);
    expect(rules).toContain('setting-too-long');
    expect(settingLimits(type)).toEqual({ maxLength: type.max });
  });

  it('are those of the tables where these give one', () => {
    const max = (key: string) => texts.find((text) => text.key === key)?.type.max;
    expect(max('attendant.skystonePrefix')).toBe(8);
    expect(max('attendant.panic.number')).toBe(32);
    expect(max('attendant.numbering.countryCode')).toBe(3);
  });

  it.each(['a\nb', 'a\r\nBcc: x@example.com', 'a\0b', 'a\u0085b', 'a\u2029b', 'a\uDC00b'])(
    '%j is not one line',
    (text) => {
      expect(checked(undefined, text)).toEqual({ rule: 'setting-characters' });
    },
  );
});
