import { createTRPCClient, httpLink, type TRPCClient, TRPCClientError } from '@trpc/client';
import superjson from 'superjson';
import type { AppRouter } from '../../src/api/router';
import type { TestApp } from './app';

type Answer = { status: number; body: { app?: { code: string; fields?: { path: string; rule: string }[] } } } & {
  headers: Headers;
};

/** A browser in front of a gateway: it keeps cookies, as the portal passes them on. */
export class TestBrowser {
  readonly #jar = new Map<string, string>();
  readonly trpc: TRPCClient<AppRouter>;

  constructor(
    private readonly gateway: Pick<TestApp, 'url' | 'origin'>,
    /** As the proxy names it. */
    readonly address = '198.51.100.1',
    /** Those of a session that was opened elsewhere. */
    cookies = '',
  ) {
    for (const pair of cookies.split('; ').filter((each) => each !== '')) {
      this.#jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    this.trpc = createTRPCClient<AppRouter>({
      links: [
        httpLink({
          url: `${gateway.url}/trpc`,
          transformer: superjson,
          fetch: async (url, options) => {
            const headers = new Headers(options?.headers as Record<string, string>);
            for (const [name, value] of Object.entries(this.#headers())) headers.set(name, value);
            return this.#keep(await fetch(url, { ...(options as RequestInit), headers }));
          },
        }),
      ],
    });
  }

  /** The cookie header of the next request. */
  get cookie(): string {
    return [...this.#jar].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** The session cookie's value, which changes when the session is renewed. */
  get token(): string | undefined {
    return [...this.#jar].find(([name]) => name.endsWith('session_token'))?.[1];
  }

  async post(path: string, body: unknown): Promise<Answer> {
    const answer = this.#keep(
      await fetch(`${this.gateway.url}/auth${path}`, {
        method: 'POST',
        headers: { ...this.#headers(), 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    );
    return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Answer['body'] };
  }

  async get(path: string): Promise<unknown> {
    const answer = await fetch(`${this.gateway.url}/auth${path}`, { headers: this.#headers() });
    return (await answer.json()) as unknown;
  }

  /** Another browser with the same cookies: what somebody has who copied them. */
  copy(): TestBrowser {
    const copy = new TestBrowser(this.gateway, this.address);
    for (const [name, value] of this.#jar) copy.#jar.set(name, value);
    return copy;
  }

  #headers(): Record<string, string> {
    return {
      origin: this.gateway.origin,
      'x-forwarded-for': this.address,
      'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0',
      ...(this.#jar.size === 0 ? {} : { cookie: this.cookie }),
    };
  }

  #keep(answer: Response): Response {
    for (const line of answer.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';');
      const at = pair.indexOf('=');
      const name = pair.slice(0, at).trim();
      if (attributes.some((attribute) => /^\s*max-age=0$/i.test(attribute))) this.#jar.delete(name);
      else this.#jar.set(name, pair.slice(at + 1));
    }
    return answer;
  }
}

/** The code of what a procedure refused, with the rule of its first field; `ok` when it did not. */
export async function refusalOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'ok';
  } catch (error) {
    if (!(error instanceof TRPCClientError)) throw error;
    const data = error.data as { app?: { code: string; fields?: { rule: string }[] } } | undefined;
    const rule = data?.app?.fields?.[0]?.rule;
    return rule === undefined ? (data?.app?.code ?? error.message) : rule;
  }
}
