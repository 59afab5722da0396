import type { APIRequestContext } from '@playwright/test';
import { administrator, type World } from './world';

/** Cookies as a browser context takes them. */
export type StorageState = Awaited<ReturnType<APIRequestContext['storageState']>>;

interface Answer {
  result?: { data: { json: unknown } };
  error?: { json: { message: string; data: { app?: { code: string; fields?: unknown } } } };
}

/** The API as the signed-in administrator, for preparing a journey; the journey itself goes through the pages. */
export class Api {
  private constructor(
    private readonly world: World,
    private readonly request: APIRequestContext,
  ) {}

  static async signIn(
    world: World,
    request: APIRequestContext,
    account: { email: string; password: string } = administrator,
  ): Promise<Api> {
    const answer = await request.post(`${world.portalUrl}/api/auth/sign-in/email`, {
      data: { email: account.email, password: account.password },
      headers: { origin: world.portalUrl },
    });
    if (!answer.ok()) throw new Error(`Signing in failed with ${answer.status()}: ${await answer.text()}`);
    return Api.resume(world, request);
  }

  /** The API in a request context that is signed in already. */
  static resume(world: World, request: APIRequestContext): Api {
    return new Api(world, request);
  }

  /** What a browser keeps that was here before: the session, and the time zone that a first visit would set. */
  async storageState(): Promise<StorageState> {
    const state = await this.request.storageState();
    const session = state.cookies[0];
    if (session === undefined) throw new Error('there is no session cookie');
    state.cookies.push({ ...session, name: 'tz', value: encodeURIComponent('Europe/Rome'), httpOnly: false });
    return state;
  }

  async query<T>(path: string, input: object = {}): Promise<T> {
    const url = `${this.world.portalUrl}/api/trpc/${path}?input=${encodeURIComponent(JSON.stringify({ json: input }))}`;
    return this.#read<T>(path, (await (await this.request.get(url)).json()) as Answer);
  }

  async mutate<T>(path: string, input: object = {}): Promise<T> {
    const answer = await this.request.post(`${this.world.portalUrl}/api/trpc/${path}`, {
      data: { json: input },
      headers: { origin: this.world.portalUrl },
    });
    return this.#read<T>(path, (await answer.json()) as Answer);
  }

  #read<T>(path: string, answer: Answer): T {
    if (answer.error)
      throw new Error(`${path}: ${JSON.stringify(answer.error.json.data.app ?? answer.error.json.message)}`);
    return answer.result?.data.json as T;
  }

  /** Creates an organisation, below the administrator's own unless told otherwise. */
  async createOrganisation(
    name: string,
    kind: 'reseller' | 'customer' | 'site',
    below?: { id: string },
  ): Promise<{ id: string }> {
    const { id: organisationId } = below ?? (await this.home());
    return await this.mutate<{ id: string }>('organisations.create', { organisationId, name, kind });
  }

  /** The organisation the administrator belongs to. */
  async home(): Promise<{ id: string; name: string }> {
    return (await this.query<{ home: { id: string; name: string } }>('session.me')).home;
  }
}
