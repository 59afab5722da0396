import { createSign, generateKeyPairSync, type JsonWebKey, type KeyObject } from 'node:crypto';

/** A signing key of a provider. */
export interface SigningKey {
  kid: string;
  privateKey: KeyObject;
  /** The private key as JWK, as the provider's configuration takes it. */
  jwk: JsonWebKey & { kid: string; alg: string; use: string };
}

/** A new RSA key for RS256. */
export function makeSigningKey(kid: string): SigningKey {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { kid, privateKey, jwk: { ...privateKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' } };
}

/** The claims of a token, unchecked. */
export function claimsOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as Record<string, unknown>;
}

/** Signs claims with a key, under any key's name. */
export function signToken(claims: Record<string, unknown>, key: SigningKey, kid = key.kid): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const head = `${part({ alg: 'RS256', kid })}.${part(claims)}`;
  return `${head}.${createSign('RSA-SHA256').update(head).sign(key.privateKey, 'base64url')}`;
}

/** A token that says it needs no signature. */
export function unsignedToken(claims: Record<string, unknown>): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part(claims)}.`;
}
