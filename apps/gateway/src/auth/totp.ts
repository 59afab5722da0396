import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** What authenticator apps expect without being told: SHA-1, six digits, thirty seconds (RFC 6238). */
const PERIOD_MS = 30_000;
const DIGITS = 6;
/** The code before and the one after count too: clocks differ, and people type slowly. */
const WINDOW = 1;
const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** 160 random bits in base32, the length that RFC 4226 advises. */
export function makeTotpSecret(): string {
  return encodeBase32(randomBytes(20));
}

/** The address that an authenticator app reads from the QR code. */
export function totpUri(secret: string, issuer: string, account: string): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`;
  const query = new URLSearchParams({ secret, issuer, algorithm: 'SHA1', digits: String(DIGITS), period: '30' });
  // Apps read a plus sign literally.
  return `otpauth://totp/${label}?${query.toString().replaceAll('+', '%20')}`;
}

/**
 * The time step whose code this is, or undefined. Steps up to `usedStep` do not count, so that a code that somebody saw
 * being typed is worth nothing to them.
 */
export function matchingStep(secret: string, code: string, now: number, usedStep = -1): number | undefined {
  const current = Math.floor(now / PERIOD_MS);
  let found: number | undefined;
  // All of them are computed and compared: how long it takes says nothing.
  for (let step = current - WINDOW; step <= current + WINDOW; step += 1) {
    if (sameText(codeAt(secret, step), code) && step > usedStep) found ??= step;
  }
  return found;
}

function codeAt(secret: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac('sha1', decodeBase32(secret)).update(counter).digest();
  const offset = (digest.at(-1) ?? 0) & 0x0f;
  const number = digest.readUInt32BE(offset) & 0x7fffffff;
  return String(number % 10 ** DIGITS).padStart(DIGITS, '0');
}

function sameText(expected: string, given: string): boolean {
  const left = Buffer.from(expected);
  const right = Buffer.from(given);
  return left.length === right.length && timingSafeEqual(left, right);
}

function encodeBase32(bytes: Buffer): string {
  let bits = '';
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0');
  return (bits.match(/.{1,5}/g) ?? []).map((part) => base32[Number.parseInt(part.padEnd(5, '0'), 2)] ?? '').join('');
}

function decodeBase32(text: string): Buffer {
  let bits = '';
  for (const letter of text) bits += base32.indexOf(letter).toString(2).padStart(5, '0');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((part) => Number.parseInt(part, 2)));
}
