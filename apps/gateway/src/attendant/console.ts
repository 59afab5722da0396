import { AppError } from '@switchroom/contracts';
import {
  AppChallenge,
  AppLogin,
  CheckBuild,
  type DecodedMessage,
  type DecodeResult,
  encodeFrame,
  encodeResult,
  type EnvelopeOptions,
  KeepAlive,
  matchEvent,
  matchRequest,
} from '@switchroom/protocol';
import {
  ATTENDANT_API,
  ATTENDANT_LIMITS,
  decodeAttendantFrame,
  encodeAttendantFailure,
  OpenSession,
} from '@switchroom/protocol/attendant';
import type { UserLogin } from '../app-service/attendant-door';
import { RateLimit } from '../auth/rate-limit';
import type { Clock } from '../link/clock';
import type { Transport } from '../link/transport';
import type { Logger } from '../observability/logger-port';
import type { Handler } from './handler';
import { failureOf, type Language, languageOf } from './language';
import type { OpeningRequest } from './opening';
import { Refusal } from './refusal';
import type { ConsoleSession, Wire } from './session';
import type { Tasks } from './tasks';

export interface ConsoleContext {
  readonly pbxId: string;
  readonly login: UserLogin;
  readonly handlers: ReadonlyMap<string, Handler>;
  /** @throws {Refusal} */
  readonly open: (request: OpeningRequest) => Promise<void>;
  readonly tasks: Tasks;
  readonly clock: Clock;
  readonly logger: Logger;
}

const POLICY = 1008;
const TOO_LARGE = 1009;
/** A console that follows the protocol needs a few frames a second at most. */
const FRAMES = { burst: 60, perMinute: 600 };
/** Refused frames in a row after which nobody means well any more. */
const MAX_REFUSED = 200;
/** Requests of one console that may be worked on at the same time. */
const MAX_AT_WORK = 16;

/** One websocket of a user whose login was checked: reads its frames, and answers or has them answered. */
export class Console {
  #session: ConsoleSession | undefined;
  #step: 'waiting' | 'opening' | 'open' | 'over' = 'waiting';
  #language: Language = 'en';
  #cancelTimer: () => void = () => undefined;
  #refused = 0;
  #atWork = 0;
  readonly #frames: RateLimit;

  constructor(
    private readonly transport: Transport,
    private readonly context: ConsoleContext,
  ) {
    this.#frames = new RateLimit(FRAMES, () => context.clock.now());
    this.#wait();
    transport.listen({
      message: (text) => this.#receive(text),
      binary: () => this.close(POLICY, 'a binary frame'),
      pong: () => undefined,
      close: () => this.#gone(),
    });
  }

  /** Settles when the websocket is gone. */
  get closed(): Promise<void> {
    return this.transport.closed;
  }

  close(code: number, why: string): void {
    if (this.#step === 'over') return;
    this.#gone();
    this.transport.close(code, why);
  }

  /** From the login to OpenSession there is not much time, and after CloseSession neither. */
  #wait(): void {
    this.#step = 'waiting';
    const ms = ATTENDANT_LIMITS.loginSeconds * 1000;
    this.#cancelTimer = this.context.clock.after(ms, () => this.close(POLICY, 'no session in time'));
  }

  #gone(): void {
    if (this.#step === 'over') return;
    this.#step = 'over';
    this.#cancelTimer();
    this.#session?.disconnect();
    this.#session = undefined;
  }

  #receive(text: string): void {
    if (this.#step === 'over') return;
    if (this.#session !== undefined) this.#session.seenAt = this.context.clock.now();
    const decoded = decodeAttendantFrame(text, 'console');
    if (decoded.kind === 'too-large') return this.close(TOO_LARGE, 'a frame that is too large');
    const wait = this.#frames.take('');
    if (wait > 0) return this.#tooMany(decoded, wait);
    this.#refused = 0;
    if (decoded.kind === 'unknown') return this.#unknown(decoded.envelope);
    if (decoded.kind === 'invalid') return this.#invalid(decoded);
    // Whatever else a console may tell by itself means nothing to this version.
    if (matchEvent(decoded, KeepAlive) !== undefined) return this.#send(encodeFrame(KeepAlive, {}));
    if (decoded.role === 'request') this.#request(decoded);
    return undefined;
  }

  #request(decoded: DecodedMessage): void {
    const { mt, src } = decoded.message;
    const envelope = src === undefined ? {} : { src };
    if (matchRequest(decoded, CheckBuild) !== undefined) return this.#send(encodeResult(CheckBuild, {}, envelope));
    if (matchRequest(decoded, AppLogin) !== undefined || matchRequest(decoded, AppChallenge) !== undefined) {
      return this.close(POLICY, 'logged in already');
    }
    const opening = matchRequest(decoded, OpenSession);
    if (opening !== undefined) return this.#open(opening, src);
    const session = this.#session;
    if (session === undefined) return this.#refuse(mt, new Refusal('no-session'), envelope);
    const handler = this.context.handlers.get(mt);
    if (handler === undefined) return this.#refuse(mt, new Refusal('unknown-message'), envelope);
    if (this.#atWork >= MAX_AT_WORK) {
      return this.#refuse(mt, new Refusal('too-many-requests', { retryAfterSeconds: 1 }), envelope);
    }
    return this.#work(mt, envelope, async () => this.#send(await handler.answer(decoded, session, envelope)));
  }

  #open(fields: OpeningRequest['fields'], src: string | undefined): void {
    const envelope = src === undefined ? {} : { src };
    if (this.#step !== 'waiting') return this.#refuse(OpenSession.mt, new Refusal('session-exists'), envelope);
    this.#cancelTimer();
    this.#step = 'opening';
    this.#language = languageOf(fields.locale);
    const { pbxId, login } = this.context;
    const { peer: address } = this.transport;
    const request = { pbxId, login, address, fields, src, wire: this.#wire() };
    return this.#work(OpenSession.mt, envelope, async () => {
      try {
        await this.context.open({ ...request, opened: (session, answer) => this.#opened(session, answer) });
      } finally {
        if (this.#step === 'opening') this.#wait();
      }
    });
  }

  #opened(session: ConsoleSession, answer: string): void {
    // The websocket went while the seat was taken: the console comes back for it, or it is free after the deadline.
    if (this.#step !== 'opening') return session.disconnect();
    this.#step = 'open';
    this.#session = session;
    this.#send(answer);
  }

  #wire(): Wire {
    return {
      send: (text) => this.#send(text),
      close: (code, why) => this.close(code, why),
      release: () => {
        this.#session = undefined;
        if (this.#step === 'open') this.#wait();
      },
    };
  }

  #work(mt: string, envelope: EnvelopeOptions, work: () => Promise<void>): void {
    this.#atWork += 1;
    this.context.tasks.run('a request of a console was not answered', async () => {
      try {
        await work();
      } catch (error) {
        this.#refuse(mt, this.#refusalOf(error, mt), envelope);
      } finally {
        this.#atWork -= 1;
      }
    });
  }

  #refusalOf(error: unknown, mt: string): Refusal {
    if (error instanceof Refusal) return error;
    if (error instanceof AppError && error.code === 'invalid-input') return new Refusal('invalid');
    const { logger, pbxId } = this.context;
    logger.error({ err: error, pbxId, mt }, 'a request of a console failed');
    return new Refusal('failed');
  }

  #unknown({ mt, api, src }: { mt: string; api?: string; src?: string }): void {
    if (api !== ATTENDANT_API || !isRequest(mt)) return;
    this.#refuse(mt, new Refusal('unknown-message'), src === undefined ? {} : { src });
  }

  #invalid({ mt, api, src, issues }: Extract<DecodeResult, { kind: 'invalid' }>): void {
    if (mt === undefined) return this.close(POLICY, 'a frame that is no message');
    if (api !== ATTENDANT_API || !isRequest(mt)) return undefined;
    const field = issues[0]?.split(':', 1)[0]?.slice(0, ATTENDANT_LIMITS.nameLength);
    return this.#refuse(
      mt,
      new Refusal('invalid', field === undefined ? undefined : { field }),
      src === undefined ? {} : { src },
    );
  }

  #tooMany(decoded: Exclude<DecodeResult, { kind: 'too-large' }>, retryAfterSeconds: number): void {
    this.#refused += 1;
    if (this.#refused > MAX_REFUSED) return this.close(POLICY, 'too many frames');
    const { mt, api, src } =
      decoded.kind === 'ok' ? decoded.message : decoded.kind === 'unknown' ? decoded.envelope : decoded;
    if (mt === undefined || api !== ATTENDANT_API || !isRequest(mt)) return undefined;
    return this.#refuse(mt, new Refusal('too-many-requests', { retryAfterSeconds }), src === undefined ? {} : { src });
  }

  #refuse(mt: string, refusal: Refusal, envelope: EnvelopeOptions): void {
    this.#send(encodeAttendantFailure(mt, failureOf(refusal, this.#language), envelope));
  }

  #send(text: string): void {
    if (this.#step !== 'over') this.transport.send(text);
  }
}

/** Indications and results are not answered, or two services would answer each other for ever. */
function isRequest(mt: string): boolean {
  return !/(Info|Result)$/.test(mt);
}
