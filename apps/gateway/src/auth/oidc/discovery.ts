import { invalidField, type ProviderProblem, type ProviderTest } from '@switchroom/contracts';
import { z } from 'zod';
import { type AddressGuard, ForbiddenAddressError } from '../../net/address-policy';
import { AnswerTooLargeError, boundedFetch, UnusableAnswerError } from '../../net/bounded-fetch';

/** For every request to a provider: the whole of it, and the longest answer. */
export const providerLimits = { deadlineMs: 8000, maxBytes: 512 * 1024 };
export type ProviderLimits = typeof providerLimits;

/** What is read of a discovery document (OpenID Connect Discovery 1.0, section 3); the rest is left out. */
const metadataSchema = z.object({
  issuer: z.string(),
  authorization_endpoint: z.string().optional(),
  token_endpoint: z.string().optional(),
  userinfo_endpoint: z.string().optional(),
  jwks_uri: z.string().optional(),
  response_types_supported: z.array(z.string()).optional(),
  scopes_supported: z.array(z.string()).optional(),
  id_token_signing_alg_values_supported: z.array(z.string()).optional(),
  token_endpoint_auth_methods_supported: z.array(z.string()).optional(),
  code_challenge_methods_supported: z.array(z.string()).optional(),
  /** It names itself in each answer (RFC 9207), which is then checked. */
  authorization_response_iss_parameter_supported: z.boolean().optional(),
});
export type ProviderMetadata = z.infer<typeof metadataSchema>;

const keysSchema = z.object({ keys: z.array(z.looseObject({ kty: z.string(), use: z.string().optional() })) });

/** Signatures that the library can check. */
const algorithms = [
  'RS256',
  'PS256',
  'ES256',
  'RS384',
  'PS384',
  'ES384',
  'RS512',
  'PS512',
  'ES512',
  'EdDSA',
  'Ed25519',
];

/** A provider that cannot be used; `code` says why. */
export class DiscoveryError extends Error {
  override readonly name = 'DiscoveryError';

  constructor(
    readonly code: ProviderProblem,
    readonly detail?: string,
    options?: ErrorOptions,
  ) {
    super(detail === undefined ? code : `${code}: ${detail}`, options);
  }
}

/** What discovery works with. */
export interface DiscoveryOptions {
  guard: AddressGuard;
  limits: ProviderLimits;
}

/**
 * Reads and checks what a provider says of itself.
 * @throws {DiscoveryError} for the first thing that makes it unusable
 */
export async function discover(issuer: string, options: DiscoveryOptions): Promise<ProviderMetadata> {
  const metadata = await readMetadata(issuer, options);
  const [problem] = problemsOf(metadata, issuer, options.guard);
  if (problem !== undefined) throw new DiscoveryError(problem.code, problem.detail);
  return metadata;
}

/** Everything that can be said about a provider before somebody signs in through it; never throws for what is wrong there. */
export async function examine(issuer: string, options: DiscoveryOptions): Promise<ProviderTest> {
  let metadata: ProviderMetadata;
  try {
    metadata = await readMetadata(issuer, options);
  } catch (error) {
    if (!(error instanceof DiscoveryError)) throw error;
    return { problems: [problemOf(error)], found: undefined };
  }
  const problems = problemsOf(metadata, issuer, options.guard);
  let keys = 0;
  try {
    keys = await countKeys(metadata, options);
    if (keys === 0) problems.push({ code: 'keys-unreadable' });
  } catch (error) {
    if (!(error instanceof DiscoveryError)) throw error;
    problems.push({ code: 'keys-unreadable', detail: error.code });
  }
  return {
    problems,
    found: {
      issuer: metadata.issuer,
      authorizationEndpoint: metadata.authorization_endpoint ?? null,
      tokenEndpoint: metadata.token_endpoint ?? null,
      userinfoEndpoint: metadata.userinfo_endpoint ?? null,
      keysEndpoint: metadata.jwks_uri ?? null,
      algorithms: metadata.id_token_signing_alg_values_supported ?? ['RS256'],
      scopes: metadata.scopes_supported ?? [],
      keys,
      pkce: metadata.code_challenge_methods_supported?.includes('S256') === true,
    },
  };
}

/** True where a URL may be used with this provider: https, or this machine where the installation allows that. */
export function isAllowedUrl(value: string, guard: AddressGuard): boolean {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  return url.protocol === 'https:' || (url.protocol === 'http:' && guard.allowsPlainHttp(url.hostname));
}

/**
 * Judges an issuer before it is stored; each connection is judged again.
 * @throws {AppError} `invalid-input` for one that this installation connects to in no case
 */
export async function assertIssuer(issuer: string, guard: AddressGuard): Promise<void> {
  if (!isAllowedUrl(issuer, guard)) throw invalidField('issuer', 'issuer-not-https');
  try {
    await guard.assertHost(new URL(issuer).hostname);
  } catch (error) {
    throw error instanceof ForbiddenAddressError ? invalidField('issuer', 'address-forbidden') : error;
  }
}

async function readMetadata(issuer: string, options: DiscoveryOptions): Promise<ProviderMetadata> {
  if (!isAllowedUrl(issuer, options.guard)) throw new DiscoveryError('issuer-not-https');
  const body = await readJson(`${issuer.replace(/\/+$/, '')}/.well-known/openid-configuration`, options);
  const parsed = metadataSchema.safeParse(body);
  if (!parsed.success) throw new DiscoveryError('not-json', parsed.error.issues[0]?.path.join('.'));
  return parsed.data;
}

async function countKeys(metadata: ProviderMetadata, options: DiscoveryOptions): Promise<number> {
  const uri = metadata.jwks_uri;
  if (uri === undefined || !isAllowedUrl(uri, options.guard)) throw new DiscoveryError('endpoint-missing');
  const keys = keysSchema.safeParse(await readJson(uri, options)).data?.keys ?? [];
  return keys.filter(({ kty, use }) => kty !== 'oct' && (use === undefined || use === 'sig')).length;
}

async function readJson(url: string, { guard, limits }: DiscoveryOptions): Promise<unknown> {
  let answer: Response;
  try {
    answer = await boundedFetch(url, { method: 'GET', headers: { accept: 'application/json' }, guard, ...limits });
  } catch (error) {
    throw reasonOf(error);
  }
  if (answer.status >= 300 && answer.status < 400) throw new DiscoveryError('redirect');
  if (answer.status === 404) throw new DiscoveryError('not-found');
  if (answer.status !== 200) throw new DiscoveryError('status', String(answer.status));
  try {
    return await answer.json();
  } catch (error) {
    throw new DiscoveryError('not-json', undefined, { cause: error });
  }
}

/** Why a request to a provider failed, in words of ours: what the provider said stays out. */
export function reasonOf(error: unknown): DiscoveryError {
  const because = { cause: error };
  if (error instanceof ForbiddenAddressError) return new DiscoveryError('address-forbidden', error.kind, because);
  if (error instanceof AnswerTooLargeError) return new DiscoveryError('too-large', undefined, because);
  if (error instanceof UnusableAnswerError && error.status !== undefined) {
    return new DiscoveryError('status', String(error.status), because);
  }
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  if (code === 'ETIMEDOUT') return new DiscoveryError('timeout', undefined, because);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return new DiscoveryError('dns', undefined, because);
  if (code !== undefined && /CERT|SIGNED|SIGNATURE|ISSUER|^ERR_TLS|^ERR_SSL|^EPROTO|HOSTNAME/.test(code)) {
    return new DiscoveryError('certificate', code, because);
  }
  return new DiscoveryError('connection', code, because);
}

function problemOf({ code, detail }: DiscoveryError): ProviderTest['problems'][number] {
  return detail === undefined ? { code } : { code, detail };
}

function problemsOf(metadata: ProviderMetadata, issuer: string, guard: AddressGuard): ProviderTest['problems'] {
  const problems: ProviderTest['problems'] = [];
  // Exactly the one that was entered: Entra's "common" answers with a template that any of its tenants would fit.
  if (metadata.issuer.includes('{')) problems.push({ code: 'issuer-template', detail: metadata.issuer });
  else if (metadata.issuer !== issuer) problems.push({ code: 'issuer-differs', detail: metadata.issuer });
  for (const name of ['authorization_endpoint', 'token_endpoint', 'jwks_uri', 'userinfo_endpoint'] as const) {
    const endpoint = metadata[name];
    if (endpoint === undefined) {
      if (name !== 'userinfo_endpoint') problems.push({ code: 'endpoint-missing', detail: name });
    } else if (!isAllowedUrl(endpoint, guard)) problems.push({ code: 'endpoint-not-https', detail: name });
  }
  const { response_types_supported: flows, id_token_signing_alg_values_supported: signs } = metadata;
  if (flows !== undefined && !flows.includes('code')) problems.push({ code: 'code-flow-missing' });
  if (signs !== undefined && !signs.some((each) => algorithms.includes(each))) {
    problems.push({ code: 'algorithm-unknown', detail: signs.join(', ') });
  }
  return problems;
}
