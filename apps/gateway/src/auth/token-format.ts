import { createHash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** What every token begins with, so that scanners for lost secrets know ours. */
const mark = 'swt_';
const SECRET_BYTES = 32;
/** Of the token, kept to recognise it by: the mark and 48 of its 256 bits. */
const PREFIX_CHARS = mark.length + 8;

/** `swt_`, 256 random bits and their CRC-32, all base64url: 53 characters of which a lost one can be told by itself. */
const pattern = /^swt_[A-Za-z0-9_-]{49}$/;

/** A new token with what is stored of it. */
export interface MadeToken {
  token: string;
  hash: string;
  prefix: string;
}

export function makeToken(): MadeToken {
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  const token = `${mark}${secret}${checkOf(secret)}`;
  return { token, hash: hashToken(token), prefix: token.slice(0, PREFIX_CHARS) };
}

/** True for what could be one of ours: the form, and a check that fits. Says nothing about whether it is valid. */
export function isToken(text: string): boolean {
  if (!pattern.test(text)) return false;
  const secret = text.slice(mark.length, -6);
  return text.endsWith(checkOf(secret));
}

/** SHA-256 in hex. A plain hash is enough for 256 random bits: there is nothing to guess from. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** Six characters. */
function checkOf(secret: string): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(`${mark}${secret}`));
  return bytes.toString('base64url');
}
