import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { SealedOwner } from './secrets-port';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** A sealed value that does not open: altered, of another row, or sealed under a key that is gone. Never says what it holds. */
export class SealedValueError extends Error {
  override readonly name = 'SealedValueError';
}

/** JSON keeps the three parts apart whatever characters they hold. */
export function additionalData(owner: SealedOwner): string {
  return JSON.stringify([owner.organisationId, owner.id, owner.purpose]);
}

/** AES-256-GCM: nonce, tag, ciphertext. */
export function encrypt(key: Buffer, plain: Buffer, additional: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(additional, 'utf8'));
  const text = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), text]);
}

/** Throws when key, additional data or any bit differ from those it was made with. */
export function decrypt(key: Buffer, sealed: Buffer, additional: string): Buffer {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) throw new Error('sealed value is too short');
  const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(additional, 'utf8'));
  decipher.setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
}
