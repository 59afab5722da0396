import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { fromUtf8, utf8 } from '../codec/text';
import { ProtocolError } from '../errors';
import { challengeText, sha256Hex } from './digest';

/** Key of one login, 64 hex digits. Both sides compute it; it must never travel or be logged. */
export function sessionKey(challenge: string | number, password: string): string {
  return sha256Hex(`innovaphoneAppSessionKey:${challengeText(challenge)}:${password}`);
}

/** RC4 without dropping key stream; encrypts and decrypts. An empty key is refused with a RangeError. */
export function rc4(key: Uint8Array, data: Uint8Array): Uint8Array {
  if (key.length === 0) throw new RangeError('rc4: the key is empty');
  const state = Uint8Array.from({ length: 256 }, (_, i) => i);
  const at = (i: number): number => state[i & 0xff] ?? 0;
  const swap = (i: number, j: number): void => {
    const kept = at(i);
    state[i] = at(j);
    state[j] = kept;
  };
  for (let i = 0, j = 0; i < 256; i += 1) {
    j = (j + at(i) + (key[i % key.length] ?? 0)) & 0xff;
    swap(i, j);
  }
  let i = 0;
  let j = 0;
  return data.map((byte) => {
    i = (i + 1) & 0xff;
    j = (j + at(i)) & 0xff;
    swap(i, j);
    return byte ^ at(at(i) + at(j));
  });
}

const seedKey = (seed: string, key: string): Uint8Array => utf8(`${seed}:${key}`);

/** Encrypts a text for the other side of a login; returns lower-case hex. */
export function encryptWithSeed(seed: string, key: string, text: string): string {
  return bytesToHex(rc4(seedKey(seed, key), utf8(text)));
}

/** Reverses `encryptWithSeed`. Throws ProtocolError `invalid-hex` when the input is not hex. */
export function decryptWithSeed(seed: string, key: string, hex: string): string {
  if (!/^([0-9a-f]{2})*$/i.test(hex)) {
    throw new ProtocolError('invalid-hex', 'hex', 'decryptWithSeed: expected an even number of hex digits');
  }
  return fromUtf8(rc4(seedKey(seed, key), hexToBytes(hex)));
}

/** Proof that the sender knows the session key, over a text; lower-case hex. */
export function seedHash(seed: string, key: string, text: string): string {
  return sha256Hex(`${seed}:${key}:${text}`);
}
