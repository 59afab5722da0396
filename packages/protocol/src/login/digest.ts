import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { utf8 } from '../codec/text';

/** The fields of AppLogin that the digest protects. `pbxObj`, `src` and `key` are outside it. */
export interface LoginIdentity {
  readonly app?: string;
  readonly domain?: string;
  readonly sip?: string;
  readonly guid?: string;
  readonly dn?: string;
  /** As parsed from the frame; property order matters. `{}` counts as present, only a missing `info` drops the part. */
  readonly info?: object | null;
}

/** A challenge as text, for the builds that send it as a JSON number. */
export function challengeText(value: string | number): string {
  return String(value);
}

/** Lower-case hex SHA-256 of the UTF-8 bytes of a text. */
export function sha256Hex(value: string): string {
  return bytesToHex(sha256(utf8(value)));
}

/**
 * Digest of an AppWebsocket login, as lower-case hex (innovaphone SDK, AppWebsocket): SHA-256 over
 * `app:domain:sip:guid:dn:INFO:challenge:password`, or the same without `INFO:` when the login has no `info`. Absent fields
 * count as empty, their colons stay. INFO is `info` as compact JSON in the order received; keys that look like integers
 * are moved to the front by every JavaScript engine, so a peer that uses them elsewhere cannot be verified.
 */
export function loginDigest(login: LoginIdentity, challenge: string | number, password: string): string {
  const parts = [login.app ?? '', login.domain ?? '', login.sip ?? '', login.guid ?? '', login.dn ?? ''];
  if (login.info !== undefined && login.info !== null) parts.push(JSON.stringify(login.info));
  parts.push(challengeText(challenge), password);
  return sha256Hex(parts.join(':'));
}

/**
 * Digest of AppCheckLogin. Inferred: no document gives the formula, but the parameters of the check (app, domain,
 * challenge, digest) leave only the login formula with everything else empty.
 */
export function appCheckLoginDigest(
  login: { readonly app: string; readonly domain?: string },
  challenge: string | number,
  password: string,
): string {
  return loginDigest({ app: login.app, domain: login.domain }, challenge, password);
}

/** Compares two hex digests without telling by its duration where they differ. Case is ignored. */
export function digestEquals(a: string, b: string): boolean {
  const left = utf8(a.toLowerCase());
  const right = utf8(b.toLowerCase());
  let difference = left.length ^ right.length;
  for (let i = 0; i < left.length; i += 1) difference |= (left[i] ?? 0) ^ (right[i % Math.max(right.length, 1)] ?? 0);
  return difference === 0;
}
