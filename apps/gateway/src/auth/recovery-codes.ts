import { randomInt } from 'node:crypto';

/** Without letters and digits that people take for one another. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';
const COUNT = 10;

/** Ten codes of some 49 bits each, as `abcde-fghij`. */
export function makeRecoveryCodes(): string[] {
  return Array.from({ length: COUNT }, () => {
    const letters = Array.from({ length: 10 }, () => alphabet[randomInt(alphabet.length)] ?? '').join('');
    return `${letters.slice(0, 5)}-${letters.slice(5)}`;
  });
}

/** A code as it was made, however it was typed; undefined for what cannot be one. */
export function readRecoveryCode(typed: string): string | undefined {
  const letters = typed.toLowerCase().replaceAll(/[\s-]/g, '');
  return /^[a-z0-9]{10}$/.test(letters) ? `${letters.slice(0, 5)}-${letters.slice(5)}` : undefined;
}
