import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider, type Account, type AdapterPayload, type Configuration } from 'oidc-provider';
import { type OidcFault, spoilIdToken } from './faults';
import { makeSigningKey, type SigningKey } from './keys';
import { MemoryStore } from './memory-adapter';
import { errorPage, signInPage } from './pages';

/** An application that may send people here. */
export interface ProviderClient {
  id: string;
  secret: string;
  redirectUris: string[];
  /** Acts for itself alone, without a person: it trades id and secret for a token, and sends both in the request's body. */
  machine?: true;
}

/** A person of the provider. Claims that are undefined are left out. */
export interface ProviderAccount {
  /** What is typed at the sign-in page; the `sub` claim too. */
  id: string;
  name?: string;
  email?: string;
  emailVerified?: boolean;
  groups?: string | string[];
  amr?: string[];
}

/** A request and its answer, as far as it is read or changed here. */
interface Exchange {
  readonly path: string;
  readonly method: string;
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  status: number;
  type: string;
  body: unknown;
  redirect(url: string): void;
}

export interface OidcProviderOptions {
  clients?: ProviderClient[];
  accounts?: ProviderAccount[];
  /** Where e-mail, name and groups are: in the ID token (as with most), or only at the userinfo endpoint. */
  claimsIn?: 'id-token' | 'userinfo';
  /** Scopes besides those of people. */
  scopes?: string[];
}

/**
 * A real OpenID Connect provider (oidc-provider) on loopback, with clients and accounts that can be changed while it
 * runs, and faults. Its only words on the console come from the library itself, which asks for Node 22 at its import.
 */
export class OidcProvider implements AsyncDisposable {
  readonly issuer: string;
  readonly accounts = new Map<string, ProviderAccount>();
  /** What it does wrong; undefined: nothing. */
  fault: OidcFault | undefined;
  /** Method and path of every request, without its query. */
  readonly requests: string[] = [];
  readonly #keys: { own: SigningKey; foreign: SigningKey } = {
    own: makeSigningKey('own'),
    foreign: makeSigningKey('foreign'),
  };
  readonly #clients = new Map<string, ProviderClient>();
  readonly #provider: Provider;

  private constructor(
    private readonly server: Server,
    private readonly options: OidcProviderOptions,
  ) {
    this.issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    for (const account of options.accounts ?? []) this.accounts.set(account.id, account);
    for (const client of options.clients ?? []) this.#clients.set(client.id, client);
    this.#provider = new Provider(this.issuer, this.#configuration());
    this.#provider.use((ctx, next) => this.#withFaults(ctx, next));
    const callback = this.#provider.callback();
    // The side that asked may hang up on what it did not want to read.
    Object.assign(this.#provider, { silent: true });
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      this.requests.push(`${request.method ?? ''} ${request.url?.split('?', 1)[0] ?? ''}`);
      void callback(request, response);
    });
  }

  static async start(options: OidcProviderOptions = {}): Promise<OidcProvider> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new OidcProvider(server, options);
  }

  /** Adds a client, or replaces the one with its id. */
  setClient(client: ProviderClient): void {
    this.#clients.set(client.id, client);
  }

  /** Adds an account, or replaces the one with its id; who is signed in already gets the new claims at the next request. */
  setAccount(account: ProviderAccount): void {
    this.accounts.set(account.id, account);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  #configuration(): Configuration {
    const store = new MemoryStore();
    return {
      adapter: (model) => {
        const memory = store.adapter(model);
        if (model !== 'Client') return memory;
        return { ...memory, find: async (id) => this.#clientMetadata(id) };
      },
      jwks: { keys: [this.#keys.own.jwk] },
      cookies: { keys: ['signs the cookies of a test provider'], names: { session: 'test-provider' } },
      clients: [],
      scopes: ['openid', 'email', 'profile', ...(this.options.scopes ?? [])],
      claims: {
        openid: ['sub', 'amr'],
        email: ['email', 'email_verified'],
        profile: ['name', 'groups'],
      },
      conformIdTokenClaims: this.options.claimsIn === 'userinfo',
      findAccount: async (_ctx, id) => this.#find(id),
      // Nobody is asked for consent: who may use an application is not what is tested.
      loadExistingGrant: async (ctx) => {
        const { session, client } = ctx.oidc;
        if (session?.accountId === undefined || client === undefined) return undefined;
        const grant = new this.#provider.Grant({ accountId: session.accountId, clientId: client.clientId });
        grant.addOIDCScope('openid email profile');
        await grant.save();
        return grant;
      },
      interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
      features: {
        devInteractions: { enabled: false },
        rpInitiatedLogout: { enabled: false },
        clientCredentials: { enabled: true },
      },
      renderError: async (ctx, out) => {
        ctx.type = 'html';
        ctx.body = errorPage(`${out.error}: ${out.error_description ?? ''}`);
      },
      ttl: {
        AccessToken: 300,
        AuthorizationCode: 60,
        ClientCredentials: 600,
        Grant: 600,
        IdToken: 300,
        Interaction: 600,
        Session: 3600,
      },
    };
  }

  async #clientMetadata(id: string): Promise<AdapterPayload | undefined> {
    const client = this.#clients.get(id);
    if (client === undefined) return undefined;
    if (client.machine) {
      return {
        client_id: client.id,
        client_secret: client.secret,
        redirect_uris: [],
        grant_types: ['client_credentials'],
        response_types: [],
        token_endpoint_auth_method: 'client_secret_post',
      };
    }
    return {
      client_id: client.id,
      client_secret: client.secret,
      redirect_uris: client.redirectUris,
      grant_types: ['authorization_code'],
      response_types: ['code'],
      token_endpoint_auth_method: 'client_secret_basic',
    };
  }

  async #find(id: string): Promise<Account | undefined> {
    const account = this.accounts.get(id);
    if (account === undefined) return undefined;
    const { name, email, emailVerified, groups } = account;
    return {
      accountId: id,
      claims: async () => ({ sub: id, name, email, email_verified: emailVerified, groups }),
    };
  }

  async #withFaults(ctx: Exchange, next: () => Promise<void>): Promise<void> {
    if (ctx.path.startsWith('/interaction/')) return await this.#interact(ctx);
    const { fault } = this;
    const discovery = ctx.path === '/.well-known/openid-configuration';
    if ((fault === 'token-slow' && ctx.path === '/token') || (fault === 'discovery-slow' && discovery)) {
      await new Promise<void>((resolve) => ctx.req.socket.once('close', () => resolve()));
      return;
    }
    if ((fault === 'token-error' && ctx.path === '/token') || (fault === 'discovery-error' && discovery)) {
      ctx.status = 500;
      ctx.body = { error: 'server_error', error_description: '<script>the provider says so</script>' };
      return;
    }
    if (fault === 'discovery-redirect' && discovery) return ctx.redirect('http://169.254.169.254/latest/meta-data');
    await next();
    if (fault === undefined) return;
    const body = ctx.body as Record<string, unknown> | undefined;
    if (discovery && fault === 'discovery-issuer') ctx.body = { ...body, issuer: 'https://another-provider.example' };
    if (discovery && fault === 'discovery-without-token') ctx.body = { ...body, token_endpoint: undefined };
    if (ctx.path !== '/token' || typeof body?.['id_token'] !== 'string') return;
    ctx.body = { ...body, id_token: spoilIdToken(body['id_token'], fault, this.#keys) };
    if (fault === 'token-large') ctx.body = { ...body, padding: 'x'.repeat(4 * 1024 * 1024) };
  }

  /** The sign-in page and its form. */
  async #interact(ctx: Exchange): Promise<void> {
    const { uid, params } = await this.#provider.interactionDetails(ctx.req, ctx.res);
    const hint = typeof params['login_hint'] === 'string' ? params['login_hint'] : '';
    ctx.type = 'html';
    if (ctx.method !== 'POST') {
      ctx.body = signInPage(uid, hint, undefined);
      return;
    }
    const form = new URLSearchParams(await textOf(ctx.req));
    const account = this.accounts.get(form.get('account') ?? '');
    if (form.get('do') !== 'cancel' && account === undefined) {
      ctx.body = signInPage(uid, hint, 'There is no such account.');
      return;
    }
    const result =
      form.get('do') === 'cancel' || account === undefined
        ? { error: 'access_denied', error_description: 'The person changed their mind.' }
        : { login: { accountId: account.id, ...(account.amr === undefined ? {} : { amr: account.amr }) } };
    ctx.redirect(await this.#provider.interactionResult(ctx.req, ctx.res, result, { mergeWithLastSubmission: false }));
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}
