import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  ClientSecretBasic,
  ClientSecretPost,
  Configuration,
  type CustomFetch,
  customFetch,
  enableNonRepudiationChecks,
  fetchUserInfo,
} from 'openid-client';
import { type AddressGuard, ForbiddenAddressError } from '../../net/address-policy';
import { boundedFetch } from '../../net/bounded-fetch';
import { discover, isAllowedUrl, type ProviderLimits, type ProviderMetadata } from './discovery';
import type { Flow } from './flow-cookie';

/** A provider as it is stored, with its secret opened. */
export interface ClientSettings {
  id: string;
  version: number;
  issuer: string;
  clientId: string;
  clientSecret: string;
}

/** The conversation with providers. */
export interface OidcClient {
  /** Where to send the person. */
  authorizationUrl(settings: ClientSettings, flow: Flow, redirectUri: string, hint: string | undefined): Promise<URL>;
  /**
   * Trades what came back for the claims of the person; the token's signature, issuer, audience, times and nonce are
   * checked. `wanted` are claims that are asked for at the userinfo endpoint where the ID token does not have them.
   */
  claims(
    settings: ClientSettings,
    flow: Flow,
    currentUrl: URL,
    wanted: readonly string[],
  ): Promise<Record<string, unknown>>;
}

/** How long what a provider says of itself, its keys among it, is believed. */
const CACHE_MS = 10 * 60_000;
/** Providers remembered at most; the one that was added first goes. */
const MAX_CACHED = 500;
const SCOPES = 'openid email profile';
/** Seconds, as long as a session of ours lasts at most. Who asks for an age is told when the person was last asked. */
const MAX_AGE_S = 7 * 24 * 3600;

/** openid-client over connections that cannot be led elsewhere; discovery is kept for ten minutes. */
export function createOidcClient(options: {
  guard: AddressGuard;
  limits: ProviderLimits;
  now?: () => number;
}): OidcClient {
  const { guard, limits } = options;
  const now = options.now ?? Date.now;
  const cache = new Map<string, { configuration: Configuration; until: number }>();

  const configurationOf = async (settings: ClientSettings): Promise<Configuration> => {
    const key = `${settings.id}:${settings.version}`;
    const known = cache.get(key);
    if (known !== undefined && known.until > now()) return known.configuration;
    const configuration = configure(settings, await discover(settings.issuer, options), guard, limits);
    cache.delete(key);
    cache.set(key, { configuration, until: now() + CACHE_MS });
    if (cache.size > MAX_CACHED) cache.delete(cache.keys().next().value ?? '');
    return configuration;
  };

  return {
    async authorizationUrl(settings, flow, redirectUri, hint) {
      const configuration = await configurationOf(settings);
      return buildAuthorizationUrl(configuration, {
        redirect_uri: redirectUri,
        scope: SCOPES,
        state: flow.state,
        nonce: flow.nonce,
        code_challenge: await calculatePKCECodeChallenge(flow.verifier),
        code_challenge_method: 'S256',
        ...(hint === undefined ? {} : { login_hint: hint }),
        ...(flow.confirms === null ? { max_age: String(MAX_AGE_S) } : { prompt: 'login', max_age: '0' }),
      });
    },
    async claims(settings, flow, currentUrl, wanted) {
      const configuration = await configurationOf(settings);
      const tokens = await authorizationCodeGrant(configuration, currentUrl, {
        pkceCodeVerifier: flow.verifier,
        expectedState: flow.state,
        expectedNonce: flow.nonce,
        idTokenExpected: true,
      });
      const proven = tokens.claims();
      if (proven === undefined) throw new Error('the provider sent no ID token');
      const missing = wanted.some((name) => proven[name] === undefined);
      if (!missing || configuration.serverMetadata().userinfo_endpoint === undefined) return { ...proven };
      const more = await fetchUserInfo(configuration, tokens.access_token, proven.sub);
      // What is signed wins.
      return { ...more, ...proven };
    },
  };
}

function configure(
  settings: ClientSettings,
  metadata: ProviderMetadata,
  guard: AddressGuard,
  limits: ProviderLimits,
): Configuration {
  const { clientId, clientSecret } = settings;
  const methods = metadata.token_endpoint_auth_methods_supported;
  const post = methods !== undefined && !methods.includes('client_secret_basic');
  const authentication = post ? ClientSecretPost(clientSecret) : ClientSecretBasic(clientSecret);
  const configuration = new Configuration(metadata, clientId, {}, authentication);
  configuration.timeout = limits.deadlineMs / 1000;
  configuration[customFetch] = guardedFetch(guard, limits);
  // Also where TLS already vouches for the answer: the token is then proven by its signature alone.
  enableNonRepudiationChecks(configuration);
  // The library's own rule is stricter than ours only for this machine; the fetch below judges every address again.
  if (settings.issuer.startsWith('http:')) allowInsecureRequests(configuration);
  return configuration;
}

function guardedFetch(guard: AddressGuard, limits: ProviderLimits): CustomFetch {
  return async (url, { method, headers, body, signal }) => {
    if (!isAllowedUrl(url, guard)) throw new ForbiddenAddressError(new URL(url).hostname, 'reserved');
    const text =
      body === undefined || body === null ? undefined : new URLSearchParams(body as URLSearchParams).toString();
    return await boundedFetch(url, { method, headers, body: text, signal, guard, ...limits });
  };
}
