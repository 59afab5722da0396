import { expect, it } from 'vitest';
import { makeRecoveryCodes, readRecoveryCode } from './recovery-codes';

it('makes ten different codes that can be read back however they are typed', () => {
  const codes = makeRecoveryCodes();
  expect(new Set(codes).size).toBe(10);
  for (const code of codes) {
    expect(code).toMatch(/^[a-z2-9]{5}-[a-z2-9]{5}$/);
    expect(readRecoveryCode(code)).toBe(code);
    expect(readRecoveryCode(` ${code.toUpperCase().replace('-', ' ')} `)).toBe(code);
  }
  expect(makeRecoveryCodes()).not.toEqual(codes);
});

it.each(['', '123456', 'abcde-fghi', 'abcde-fghijk', 'abcde_fghij'])('takes %j for none', (typed) => {
  expect(readRecoveryCode(typed)).toBeUndefined();
});
