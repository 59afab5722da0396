import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CdrRefusal } from '@switchroom/contracts';
import { HttpChallenges } from '../app-service/challenges';
import { RateLimit, type RateLimits } from '../auth/rate-limit';
import { type Database, systemScope } from '../db/database';
import { databaseFault } from '../db/errors';
import type { SecretBox } from '../db/secrets-port';
import type { Clock } from '../link/clock';
import type { Logger } from '../observability/logger-port';
import { decodeCdr } from './cdr-xml';
import { challengesFor, type Credentials, fits, readCredentials } from './http-authentication';
import { findIntake, type IntakeAccount, noteReceived, noteRefused } from './intake-accounts';
import { parseCdr } from './parse-cdr';
import { storeCall } from './store';

export interface IntakeLimits {
  /** Of a body. A PBX keeps 300 kB of records, and sends them one by one. */
  bodyBytes: number;
  /** Requests of one network, with credentials or without. */
  perNetwork: RateLimits;
  /** Deliveries to one intake. */
  perIntake: RateLimits;
  /** Every refusal of credentials takes as long, whatever was wrong with them. */
  refusalMs: number;
  nonceMs: number;
}

export const defaultIntakeLimits: IntakeLimits = {
  bodyBytes: 512 * 1024,
  perNetwork: { burst: 6000, perMinute: 3000 },
  perIntake: { burst: 3000, perMinute: 1500 },
  refusalMs: 100,
  nonceMs: 5 * 60_000,
};

export interface CdrIntakeOptions {
  db: Database;
  secrets: SecretBox;
  clock: Clock;
  logger: Logger;
  addressOf: (request: IncomingMessage) => string;
  networkOf: (address: string) => string;
  limits?: IntakeLimits;
}

const RETRY_SECONDS = 30;

/** Where PBXes deliver call data records; other requests below `/app/` are not ours. */
export function cdrPath(token: string): string {
  return `/app/cdr/${token}`;
}

/** A refusal that is the answer. */
class Refusal extends Error {
  constructor(
    readonly status: 400 | 401 | 413 | 429 | 503,
    readonly why: CdrRefusal | 'not-now',
    readonly headers: Record<string, string | string[]> = {},
  ) {
    super(why);
  }
}

/**
 * Takes call data records over HTTP: `POST` or `PUT` to `/app/cdr/<token>` with the user name and password of the intake.
 * 200 is answered after the commit and not before; what fails for want of a database is 503, so that the PBX keeps it.
 * Who does not prove to be the PBX learns nothing, not even whether there is such an intake.
 */
export class CdrIntake {
  readonly #limits: IntakeLimits;
  readonly #nonces: HttpChallenges;
  readonly #networks: RateLimit;
  readonly #intakes: RateLimit;

  constructor(private readonly options: CdrIntakeOptions) {
    const { clock, limits = defaultIntakeLimits } = options;
    this.#limits = limits;
    this.#nonces = new HttpChallenges(clock, limits.nonceMs, { total: 20_000, perNetwork: 2_000 });
    this.#networks = new RateLimit(limits.perNetwork, () => clock.now());
    this.#intakes = new RateLimit(limits.perIntake, () => clock.now());
  }

  /** Answers a request if it is one of ours; false leaves it to the caller. */
  handleRequest(request: IncomingMessage, response: ServerResponse): boolean {
    const token = tokenOf(request);
    if (token === undefined) return false;
    this.#answer(token, request).then(
      () => reply(request, response, 200),
      (error: unknown) => {
        const refusal = error instanceof Refusal ? error : this.#unexpected(error);
        reply(request, response, refusal.status, refusal.headers);
      },
    );
    return true;
  }

  async #answer(token: string, request: IncomingMessage): Promise<void> {
    const { clock, networkOf, addressOf } = this.options;
    const address = addressOf(request);
    wait(this.#networks.take(networkOf(address)));
    const credentials = readCredentials(request.headers.authorization);
    if (credentials === undefined) throw this.#unknown(token, address, false);
    const began = clock.now();
    const account = await this.#prove(token, credentials, request);
    if (account === undefined) {
      const left = this.#limits.refusalMs - (clock.now() - began);
      if (left > 0) await new Promise<void>((resolve) => clock.after(left, resolve));
      throw this.#unknown(token, address, false);
    }
    if (account === 'stale') throw this.#unknown(token, address, true);
    try {
      wait(this.#intakes.take(account.id));
      await this.#take(account, await bodyOf(request, this.#limits.bodyBytes), request);
    } catch (error) {
      await this.#note(account, error);
      throw error;
    }
  }

  /** The intake that the credentials open. The database is asked and a password compared for one that does not exist, too. */
  async #prove(
    token: string,
    credentials: Credentials,
    request: IncomingMessage,
  ): Promise<IntakeAccount | 'stale' | undefined> {
    const { db, secrets } = this.options;
    const fresh = credentials.scheme === 'basic' || this.#nonces.use(token, credentials.nonce);
    const account = await findIntake(db, secrets, token);
    const right = fits(credentials, account ?? { userName: '', password: token }, {
      method: request.method ?? '',
      uri: request.url ?? '',
    });
    if (account === undefined) return undefined;
    if (right) return fresh ? account : 'stale';
    await this.#note(account, new Refusal(401, 'credentials'));
    return undefined;
  }

  /** All records of a delivery, or none. */
  async #take(account: IntakeAccount, body: Buffer, request: IncomingMessage): Promise<void> {
    const now = new Date(this.options.clock.now());
    const text = decodeCdr(body, request.headers['content-type']);
    const calls = text === undefined ? 'not-whole' : parseCdr(text, now);
    if (typeof calls === 'string') throw new Refusal(400, calls);
    await this.options.db.inScope(systemScope, async (tx) => {
      for (const call of calls) await storeCall(tx, account, call);
      await noteReceived(tx, account.id, now);
    });
  }

  #unknown(token: string, address: string, stale: boolean): Refusal {
    const nonce = this.#nonces.issue(token, address);
    return new Refusal(401, 'credentials', { 'www-authenticate': challengesFor(nonce, stale) });
  }

  /** A note is a help, no promise: without it the answer is the same. */
  async #note({ id }: IntakeAccount, error: unknown): Promise<void> {
    if (!(error instanceof Refusal) || error.why === 'not-now') return;
    const { db, logger, clock } = this.options;
    await noteRefused(db, id, error.why, new Date(clock.now())).catch((problem: unknown) =>
      logger.warn({ err: problem }, 'why a call data record was refused could not be noted'),
    );
  }

  /** The PBX keeps what was not taken, and has to come again: a full disk and a lost connection pass. */
  #unexpected(error: unknown): Refusal {
    // Never the error's own words: they can hold what was to be written.
    const fault = databaseFault(error)?.code ?? (error instanceof Error ? error.name : 'unknown');
    this.options.logger.error({ fault }, 'call data records could not be stored; the PBX is told to keep them');
    return new Refusal(503, 'not-now', { 'retry-after': String(RETRY_SECONDS) });
  }
}

function tokenOf({ method, url = '' }: IncomingMessage): string | undefined {
  if (method !== 'POST' && method !== 'PUT') return undefined;
  return /^\/app\/cdr\/([a-z2-7]{8,64})\/?$/.exec(url.split('?', 1)[0] ?? '')?.[1];
}

function wait(seconds: number): void {
  if (seconds > 0) throw new Refusal(429, 'too-many', { 'retry-after': String(seconds) });
}

async function bodyOf(request: IncomingMessage, most: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  if (Number(request.headers['content-length'] ?? 0) > most) throw new Refusal(413, 'too-large');
  try {
    // Not closed with the loop: whoever sends too much is told so.
    for await (const part of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      bytes += part.length;
      if (bytes > most) throw new Refusal(413, 'too-large');
      parts.push(part);
    }
  } catch (error) {
    if (error instanceof Refusal) throw error;
    // The connection ended in the middle: there is nobody to answer, and nothing to keep.
    throw new Refusal(400, 'not-whole');
  }
  return Buffer.concat(parts);
}

function reply(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  headers: Record<string, string | string[]> = {},
): void {
  if (response.destroyed || response.headersSent) return;
  // What was not read, and is more than anybody may send, is not waited for.
  const unread = !request.complete && (status === 413 || request.headers['content-length'] === undefined);
  response.writeHead(status, {
    'content-length': '0',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...headers,
    ...(unread ? { connection: 'close' } : {}),
  });
  response.end(() => {
    if (unread) request.destroy();
  });
}
