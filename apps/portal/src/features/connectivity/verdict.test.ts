import { checkTlsInput, type PresentedCertificate } from '@switchroom/contracts';
import { describe, expect, test } from 'vitest';
import { badgesOf, brokenRules, toneOfCalendarFinding, toneOfVerdict, verdictOf } from './verdict';

const certificate: PresentedCertificate = {
  subject: 'a',
  issuer: 'b',
  subjectName: 'CN=a',
  issuerName: 'CN=b',
  validFrom: new Date('2026-01-01'),
  validTo: new Date('2027-01-01'),
  fingerprint: 'AA',
  names: [],
  key: 'RSA 2048',
  signedWith: 'SHA-256',
  selfSigned: false,
  authority: false,
};
const now = new Date('2026-06-01');

describe('the verdict on a server', () => {
  test.each([
    ['tls', true, true, 'accepted', 'ok'],
    ['tls', false, true, 'address', 'warn'],
    ['tls', false, false, 'distrusted', 'danger'],
    ['silent', false, false, 'silent', 'danger'],
  ] as const)(
    '%s, accepted by strict clients: %s, by consoles: %s, is %s',
    (outcome, strict, console, verdict, tone) => {
      expect(verdictOf({ outcome, accepted: { strict, console } })).toBe(verdict);
      expect(toneOfVerdict(verdict)).toBe(tone);
    },
  );
});

test('a certificate says what it is and what is wrong with its dates', () => {
  const keys = (changes: Partial<PresentedCertificate>, at: number) =>
    badgesOf({ ...certificate, ...changes }, at, now).map(({ key }) => key);
  expect(keys({}, 0)).toEqual(['own']);
  expect(keys({ authority: true, selfSigned: true }, 2)).toEqual(['authority', 'selfSigned']);
  expect(keys({}, 1)).toEqual(['other']);
  expect(keys({ validTo: new Date('2026-05-01') }, 0)).toEqual(['own', 'expired']);
  expect(keys({ validFrom: new Date('2026-07-01') }, 0)).toEqual(['own', 'notYet']);
});

test('what proves that the way is open is no mere information', () => {
  expect(toneOfCalendarFinding('authenticates')).toBe('ok');
  expect(toneOfCalendarFinding('basic-offered')).toBe('info');
  expect(toneOfCalendarFinding('wrong-path')).toBe('danger');
});

test('each field gets its first broken rule', () => {
  const parsed = checkTlsInput.safeParse({ organisationId: crypto.randomUUID(), host: '', port: 0 });
  expect(brokenRules(parsed.error)).toEqual({ host: 'host-required', port: 'port-range' });
});
