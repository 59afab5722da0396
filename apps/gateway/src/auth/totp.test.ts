import { TOTP, URI } from 'otpauth';
import { describe, expect, it } from 'vitest';
import { makeTotpSecret, matchingStep, totpUri } from './totp';

// RFC 6238, appendix B, SHA-1: the secret is the ASCII text "12345678901234567890"; the last six of its eight digits.
const rfcSecret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const rfcCodes: [seconds: number, code: string][] = [
  [59, '287082'],
  [1111111109, '081804'],
  [1111111111, '050471'],
  [1234567890, '005924'],
  [2000000000, '279037'],
  [20000000000, '353130'],
];

describe('a time-based code', () => {
  it.each(rfcCodes)('is that of RFC 6238 at %i seconds', (seconds, code) => {
    expect(matchingStep(rfcSecret, code, seconds * 1000)).toBe(Math.floor(seconds / 30));
  });

  it('is what an authenticator app shows that read our address', () => {
    const secret = makeTotpSecret();
    const app = URI.parse(totpUri(secret, 'Switch room & Co', 'anna+x@example.test'));
    if (!(app instanceof TOTP)) throw new Error('not a TOTP address');
    expect(app.issuer).toBe('Switch room & Co');
    expect(app.label).toBe('anna+x@example.test');
    const now = Date.now();
    expect(matchingStep(secret, app.generate({ timestamp: now }), now)).toBe(Math.floor(now / 30_000));
  });

  it('counts one step early and one late, and no further', () => {
    const at = (seconds: number) => matchingStep(rfcSecret, '050471', seconds * 1000);
    const step = Math.floor(1111111111 / 30);
    expect(at(1111111111 - 30)).toBe(step);
    expect(at(1111111111 + 30)).toBe(step);
    expect(at(1111111111 - 60)).toBeUndefined();
    expect(at(1111111111 + 60)).toBeUndefined();
  });

  it('does not count twice, nor does an older one after it', () => {
    const step = Math.floor(1111111111 / 30);
    expect(matchingStep(rfcSecret, '050471', 1111111111_000, step)).toBeUndefined();
    expect(matchingStep(rfcSecret, '081804', 1111111111_000, step)).toBeUndefined();
    expect(matchingStep(rfcSecret, '050471', 1111111111_000, step - 1)).toBe(step);
  });

  it.each(['', '05047', '0504711', 'abcdef', '０５０４７１'])('is not %j', (code) => {
    expect(matchingStep(rfcSecret, code, 1111111111_000)).toBeUndefined();
  });
});
