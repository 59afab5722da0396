import { claimsOf, type SigningKey, signToken, unsignedToken } from './keys';

/** What a provider can be told to do wrong, from the next request on. */
export const oidcFaults = [
  'wrong-key', // the ID token is signed with a key that the provider does not publish, under the published one's name
  'unsigned', // the ID token says alg none
  'expired', // the ID token was over an hour ago
  'wrong-audience', // the ID token is for another client
  'wrong-nonce', // the ID token answers another request
  'wrong-issuer', // the ID token names another provider
  'no-auth-time', // the ID token does not say when the person signed in
  'stale-auth-time', // the person signed in an hour ago, whatever was asked for
  'token-error', // the token endpoint answers 500
  'token-slow', // the token endpoint never answers
  'token-large', // the token endpoint's answer has no end to speak of
  'discovery-slow', // the discovery document never comes
  'discovery-error', // it answers 500
  'discovery-redirect', // it is said to be elsewhere
  'discovery-issuer', // it names another issuer
  'discovery-without-token', // it names no token endpoint
] as const;
export type OidcFault = (typeof oidcFaults)[number];

/** The ID token as the fault makes it; unchanged for faults that do not concern it. */
export function spoilIdToken(token: string, fault: OidcFault, keys: { own: SigningKey; foreign: SigningKey }): string {
  const claims = claimsOf(token);
  const signed = (changed: Record<string, unknown>) => signToken({ ...claims, ...changed }, keys.own);
  const now = Math.floor(Date.now() / 1000);
  switch (fault) {
    case 'wrong-key':
      return signToken(claims, keys.foreign, keys.own.kid);
    case 'unsigned':
      return unsignedToken(claims);
    case 'expired':
      return signed({ iat: now - 7200, exp: now - 3600 });
    case 'wrong-audience':
      return signed({ aud: 'another-client' });
    case 'wrong-nonce':
      return signed({ nonce: 'another-nonce' });
    case 'wrong-issuer':
      return signed({ iss: 'https://another-provider.example' });
    case 'no-auth-time':
      return signed({ auth_time: undefined });
    case 'stale-auth-time':
      return signed({ auth_time: now - 3600 });
    default:
      return token;
  }
}
