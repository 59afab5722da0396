import { describe, expect, it } from 'vitest';
import { hashToken, isToken, makeToken } from './token-format';

describe('a token', () => {
  it('has a form that can be recognised, and a check that fits', () => {
    const { token, prefix, hash } = makeToken();
    expect(token).toMatch(/^swt_[A-Za-z0-9_-]{49}$/);
    expect(isToken(token)).toBe(true);
    expect(token.startsWith(prefix)).toBe(true);
    expect(prefix).toHaveLength(12);
    expect(hash).toBe(hashToken(token));
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(makeToken().token).not.toBe(token);
  });

  it('is not recognised when a character is another one, is missing, or is too many', () => {
    const { token } = makeToken();
    for (const index of [4, 20, 46, 47, 52]) {
      const other = token[index] === 'A' ? 'B' : 'A';
      expect(isToken(token.slice(0, index) + other + token.slice(index + 1)), `at ${index}`).toBe(false);
    }
    for (const wrong of ['', 'swt_', token.slice(1), token.slice(0, -1), `${token}A`, ` ${token}`]) {
      expect(isToken(wrong)).toBe(false);
    }
  });
});
