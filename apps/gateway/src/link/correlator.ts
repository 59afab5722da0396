import {
  type DecodeResult,
  matchFailure,
  matchResult,
  type RequestDescriptor,
  type ResultMessage,
  type ResultOf,
} from '@switchroom/protocol';
import type { Clock } from './clock';
import { LinkError } from './errors';
import type { LinkMetrics } from './context';

interface Pending {
  readonly descriptor: RequestDescriptor;
  /** False: the message is no answer to this request. */
  settle(decoded: DecodeResult): boolean;
  reject(error: LinkError): void;
}

export interface RegisterOptions {
  /** Every request has a deadline. */
  readonly deadlineMs: number;
  readonly signal?: AbortSignal | undefined;
  /** From `newSrc`, or chosen by the caller; must not be in use. */
  readonly src: string;
}

const numbered = /^r(\d+)-(\d+)$/;

/**
 * Pairs answers with requests by `src`, for one connection. Whatever does not fit is counted and ignored: a second or late
 * answer, an answer under a `src` that is not ours, an answer without `src`.
 */
export class Correlator {
  readonly #pending = new Map<string, Pending>();
  /** The `src` that callers chose themselves; as many as there are subscriptions. */
  readonly #chosen = new Set<string>();
  #next = 1;

  constructor(
    private readonly epoch: number,
    private readonly clock: Clock,
    private readonly metrics: LinkMetrics,
  ) {}

  get size(): number {
    return this.#pending.size;
  }

  /** A `src` that no request of this connection has had. */
  newSrc(): string {
    return `r${this.epoch}-${this.#next++}`;
  }

  /**
   * Books a request that is sent right after. The promise resolves with the result and rejects with LinkError `refused`,
   * `bad-answer`, `timeout`, `aborted`, or whatever `rejectAll` is given.
   */
  register<D extends RequestDescriptor>(
    descriptor: D,
    { deadlineMs, signal, src }: RegisterOptions,
  ): Promise<ResultOf<D>> {
    if (this.#pending.has(src)) throw new Error(`src "${src}" already waits for an answer; one request at a time`);
    if (!numbered.test(src)) this.#chosen.add(rootOf(src));
    const answer = new Promise<ResultOf<D>>((resolve, reject) => {
      const end = () => {
        cancel();
        signal?.removeEventListener('abort', onAbort);
        this.#pending.delete(src);
      };
      const fail = (error: LinkError) => {
        end();
        reject(error);
      };
      const onAbort = () =>
        fail(new LinkError('aborted', { message: `${descriptor.mt}: given up`, sent: true, cause: signal?.reason }));
      const cancel = this.clock.after(deadlineMs, () => {
        this.metrics.count('requests-timed-out');
        const message = `${descriptor.mt}: no answer within ${deadlineMs} ms`;
        fail(new LinkError('timeout', { message, sent: true }));
      });
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#pending.set(src, {
        descriptor,
        reject: fail,
        settle: (decoded) => {
          const result = matchResult(decoded, descriptor);
          if (result !== undefined) {
            end();
            resolve(withoutEnvelope(result));
            return true;
          }
          const error = failureOf(decoded, descriptor);
          if (error !== undefined) fail(error);
          return error !== undefined;
        },
      });
    });
    // A caller that awaits later must not make the process see an unhandled rejection in between.
    answer.catch(() => undefined);
    return answer;
  }

  /** Hands an answer to its request. False (and counted) when it belongs to none. */
  settle(decoded: DecodeResult): boolean {
    const src = srcOf(decoded);
    if (src === undefined) {
      this.metrics.count('answers-without-src');
      return false;
    }
    if (this.#pending.get(src)?.settle(decoded) === true) return true;
    this.metrics.count(this.#isOurs(src) ? 'answers-late' : 'answers-foreign');
    return false;
  }

  /** Whether a request waits under this `src`. */
  awaits(src: string | undefined): boolean {
    return src !== undefined && this.#pending.has(src);
  }

  rejectAll(error: (descriptor: RequestDescriptor) => LinkError): void {
    for (const pending of this.#pending.values()) pending.reject(error(pending.descriptor));
  }

  #isOurs(src: string): boolean {
    const match = numbered.exec(src);
    if (match === null) return this.#chosen.has(rootOf(src));
    return Number(match[1]) === this.epoch && Number(match[2]) < this.#next;
  }
}

/** Follow-up requests of a subscription add a dot and a number to its `src`. */
export function rootOf(src: string): string {
  const dot = src.indexOf('.');
  return dot === -1 ? src : src.slice(0, dot);
}

function srcOf(decoded: DecodeResult): string | undefined {
  if (decoded.kind === 'ok') return decoded.message.src;
  if (decoded.kind === 'unknown') return decoded.envelope.src;
  return decoded.kind === 'invalid' ? decoded.src : undefined;
}

function failureOf(decoded: DecodeResult, descriptor: RequestDescriptor): LinkError | undefined {
  const failure = matchFailure(decoded, descriptor);
  if (failure !== undefined) {
    const text = String(failure.errorText ?? failure.error);
    return new LinkError('refused', { message: `${descriptor.mt}: the PBX answered "${text}"`, sent: true, text });
  }
  if (decoded.kind === 'invalid') {
    const issue = decoded.issues[0] ?? 'unreadable';
    return new LinkError('bad-answer', { message: `${descriptor.mt}: ${issue}`, sent: true, text: issue });
  }
  return undefined;
}

/** The result as its schema describes it: what the envelope carries is ours, and differs between two equal answers. */
function withoutEnvelope<D extends RequestDescriptor>(message: ResultMessage<D>): ResultMessage<D> {
  const result = { ...message };
  for (const name of ['mt', 'api', 'src']) Reflect.deleteProperty(result, name);
  return result;
}
