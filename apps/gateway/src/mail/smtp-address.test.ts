import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMailAddress, parseMailFrom, parseSmtpUrl, singleLine } from './smtp-address';

describe('parseSmtpUrl', () => {
  it.each([
    [
      'smtps://u:p@mail.example.com',
      { host: 'mail.example.com', port: 465, tls: 'implicit', credentials: { user: 'u', password: 'p' } },
    ],
    [
      'smtp://u%40x:p%2F%23@mail.example.com',
      { port: 587, tls: 'required', credentials: { user: 'u@x', password: 'p/#' } },
    ],
    ['smtp://mail.example.com:25?starttls=required', { port: 25, tls: 'required', credentials: undefined }],
    ['smtp://127.0.0.1:25?starttls=never', { host: '127.0.0.1', port: 25, tls: 'never' }],
    ['smtps://[fd00::1]:4650/', { host: 'fd00::1', port: 4650 }],
  ])('%s', (url, expected) => {
    expect(parseSmtpUrl(url)).toMatchObject(expected);
  });

  it.each([
    ['mail.example.com:25', 'smtps://user'],
    ['http://mail.example.com', 'smtps://user'],
    ['smtp://', 'smtps://user'],
    ['smtp://u:canary@h?starttls=never', 'in the clear'],
    ['smtp://u:canary@h?starttls=maybe', 'not required or never'],
    ['smtps://u:canary@h?starttls=required', 'TLS from the start'],
    ['smtp://u:canary@h?pool=true', '"pool"'],
    ['smtp://u:canary@h/path', 'path'],
    ['smtp://canary@h', 'only one of'],
    ['smtp://u:%canary@h', 'percent-encoded'],
  ])('refuses %s, without repeating it', (url, text) => {
    expect(() => parseSmtpUrl(url)).toThrow(text);
    expect(() => parseSmtpUrl(url)).not.toThrow('canary');
  });
});

describe('parseMailFrom', () => {
  it.each([
    ['noreply@example.com', { name: undefined, address: 'noreply@example.com' }],
    ['Some Name <noreply@example.com>', { name: 'Some Name', address: 'noreply@example.com' }],
    ['"Name, Some" <noreply@example.com>', { name: 'Name, Some', address: 'noreply@example.com' }],
  ])('%s', (text, expected) => {
    expect(parseMailFrom(text)).toEqual(expected);
  });

  it.each(['', 'nobody', 'a@b.test, c@d.test', 'X <a@b.test> Y', 'X <a b@c.test>', 'X <a@b.test\r\nBcc: c@d.test>'])(
    'refuses %j',
    (text) => {
      expect(() => parseMailFrom(text)).toThrow('name@example.com');
    },
  );
});

describe('one line', () => {
  it('stays one, whatever was in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(singleLine(text)).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
      }),
    );
  });

  it('no address holds anything that could end it', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('\r', '\n', ' ', '<', '>', ',', ';', ':', '"', '\0'),
        (text, bad) => {
          expect(isMailAddress(`a${text}${bad}@example.test`)).toBe(false);
          expect(isMailAddress(`a@example.test${bad}${text}`)).toBe(false);
        },
      ),
    );
  });
});
