import type { Masking } from './entry';

/** Of any script: a number in Arabic digits is one, too. */
const digit = /\p{Nd}/gu;

/**
 * Hides the last digits of a number: `0041791234567` with three becomes `0041791234***`. A number with as many digits
 * or fewer is hidden whole. What is no digit (a leading +, blanks) stays where it is. Zero digits hide nothing.
 */
export function maskNumber(number: string, { digits }: Masking): string {
  if (digits === 0) return number;
  const count = number.match(digit)?.length ?? 0;
  const shown = Math.max(0, count - digits);
  let seen = 0;
  return number.replace(digit, (found) => {
    seen += 1;
    return seen <= shown ? found : '*';
  });
}
