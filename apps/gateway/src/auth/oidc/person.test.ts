import { describe, expect, it } from 'vitest';
import { personOf } from './person';

const trust = { emailDomains: ['example.com'], emailsVerified: false, countsAsSecondFactor: true };
const claims = { sub: 's1', email: 'Ada@Example.com', email_verified: true, name: ' Ada ', auth_time: 1_700_000_000 };

describe('personOf', () => {
  it('reads who somebody is', () => {
    expect(personOf(claims, trust)).toMatchObject({
      subject: 's1',
      email: 'ada@example.com',
      name: 'Ada',
      secondFactor: true,
      authenticatedAt: new Date(1_700_000_000_000),
    });
    expect(personOf({ ...claims, name: undefined, auth_time: 'x' }, trust)).toMatchObject({
      name: 'ada',
      authenticatedAt: undefined,
    });
  });

  it.each<[string, object]>([
    ['no subject', { sub: undefined }],
    ['an empty subject', { sub: '' }],
    ['no address', { email: undefined }],
    ['an address that is none', { email: 'ada' }],
    ['addresses', { email: ['ada@example.com'] }],
    ['another domain', { email: 'ada@example.org' }],
    ['a domain below', { email: 'ada@a.example.com' }],
    ['not verified', { email_verified: false }],
    ['not verified, as text', { email_verified: 'false' }],
    ['not said', { email_verified: undefined }],
    ['nonsense about it', { email_verified: 1 }],
  ])('believes nobody with %s', (_what, change) => expect(personOf({ ...claims, ...change }, trust)).toBeUndefined());

  it('takes silence for a yes only from a provider that declares it', () => {
    const declares = { ...trust, emailsVerified: true };
    expect(personOf({ ...claims, email_verified: undefined }, declares)).toBeDefined();
    expect(personOf({ ...claims, email_verified: false }, declares)).toBeUndefined();
    expect(personOf({ ...claims, email_verified: 'true' }, trust)).toBeDefined();
  });

  it.each([
    [undefined, true],
    [['pwd'], false],
    [['pwd', 'pin'], false],
    [['pwd', 'otp'], true],
    [['mfa'], true],
    [[], true],
    ['pwd', true],
  ])('amr %j is a second factor: %s', (amr, counts) => {
    expect(personOf({ ...claims, amr }, trust)?.secondFactor).toBe(counts);
    expect(personOf({ ...claims, amr }, { ...trust, countsAsSecondFactor: false })?.secondFactor).toBe(false);
  });
});
