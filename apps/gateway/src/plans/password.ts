import { randomInt } from 'node:crypto';
import { objectLimits, passwordAlphabet } from '@switchroom/contracts';

/** A new App password: 15 characters, each drawn evenly from the alphabet that PBXes accept. */
export function makePassword(): string {
  return Array.from({ length: objectLimits.password }, () => passwordAlphabet[randomInt(passwordAlphabet.length)]).join(
    '',
  );
}
