import { describe, expect, test } from 'vitest';
import { signInResultOf } from './account-client';
import { hasSessionCookie } from './cookies';
import { isPasswordAcceptable, passwordLength, passwordRulesMet } from './password-rules';
import { safeReturnPath, signInPath } from './redirects';

describe('safeReturnPath', () => {
  test.each(['/o/1/pbxs?link=offline', '/o/1', '/'])('keeps %s', (path) => expect(safeReturnPath(path)).toBe(path));
  test.each([
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/a\\b',
    'javascript:alert(1)',
    '/\n/evil.example',
    '/\t/evil.example',
    '/sign-in?next=/sign-in',
    '/setup',
    '',
    undefined,
    ['/a', '/b'],
  ])('turns %j into the home page', (path) => expect(safeReturnPath(path)).toBe('/'));
});

test('signInPath leads back, but not to the home page', () => {
  expect(signInPath('/')).toBe('/sign-in');
  expect(signInPath('/o/1/pbxs?q=a&b')).toBe('/sign-in?next=%2Fo%2F1%2Fpbxs%3Fq%3Da%26b');
});

test('hasSessionCookie knows the cookie with and without the prefix of secure ones', () => {
  expect(hasSessionCookie(['theme', 'switchroom.session_token'])).toBe(true);
  expect(hasSessionCookie(['__Host-switchroom.session_token'])).toBe(true);
  expect(hasSessionCookie(['theme', 'locale'])).toBe(false);
});

describe('signInResultOf', () => {
  const kind = (status: number, headers: Record<string, string> = {}) => signInResultOf(status, new Headers(headers));
  test('tells wrong, throttled, unknown address, away and failed apart', () => {
    expect(kind(200)).toEqual({ kind: 'ok' });
    expect(kind(401)).toEqual({ kind: 'wrong' });
    expect(kind(400)).toEqual({ kind: 'wrong' });
    expect(kind(403)).toEqual({ kind: 'foreign-origin' });
    expect(kind(503)).toEqual({ kind: 'unavailable' });
    expect(kind(500)).toEqual({ kind: 'failed' });
  });
  test('says how long to wait, if the gateway does', () => {
    expect(kind(429, { 'retry-after': '42' })).toEqual({ kind: 'throttled', retryAfterSeconds: 42 });
    expect(kind(429)).toEqual({ kind: 'throttled', retryAfterSeconds: 0 });
    expect(kind(429, { 'retry-after': 'soon' })).toEqual({ kind: 'throttled', retryAfterSeconds: 0 });
  });
});

test('the shown rules of a password are those of the schema', () => {
  for (const length of [0, passwordLength.min - 1, passwordLength.min, passwordLength.max, passwordLength.max + 1]) {
    const password = 'x'.repeat(length);
    const met = passwordRulesMet(password);
    expect([length, met.length && met.lengthMax]).toEqual([length, isPasswordAcceptable(password)]);
  }
});
