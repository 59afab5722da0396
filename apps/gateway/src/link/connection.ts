import {
  type DecodedMessage,
  decodeFrame,
  encodeFrame,
  type EventMessage,
  type FieldsOf,
  KeepAlive,
  matchEvent,
  MonitorConfig,
  MonitorConfigInfo,
  PbxInfo,
  type RequestDescriptor,
  type ResultOf,
} from '@switchroom/protocol';
import type { LinkReason } from '@switchroom/contracts';
import { reasonOfClose } from './close-reasons';
import type { LinkContext } from './context';
import { Correlator } from './correlator';
import { LinkError } from './errors';
import { Heartbeat } from './heartbeat';
import { IllegalMoveError } from './machine';
import { answerPeer, KeepAliveEcho } from './peer-requests';
import { storableFrame } from './storable-frame';
import type { SubscriptionSender } from './subscriptions';
import type { Transport } from './transport';

/** What a connection tells the link that owns it. */
export interface ConnectionOwner {
  ended(connection: Connection, reason: LinkReason, detail: string | undefined): void;
  pbxInfo(connection: Connection, info: EventMessage<typeof PbxInfo>): void;
  config(connection: Connection, info: EventMessage<typeof MonitorConfigInfo>): void;
}

type ConnectionContext = Pick<LinkContext, 'clock' | 'random' | 'metrics' | 'timings' | 'logger' | 'subscriptions'>;

const READ_DEADLINE_MS = 10_000;
const CONFIG_SRC = 'identity';

/**
 * One logged-in websocket: reads its frames, answers what the PBX asks, pairs answers with requests, notices its death. It
 * lives for one epoch; when it ends, everything that waits on it is rejected as `dropped`.
 */
export class Connection implements SubscriptionSender {
  readonly #correlator: Correlator;
  readonly #heartbeat: Heartbeat;
  readonly #echo: KeepAliveEcho;
  readonly #timers = new Set<() => void>();
  readonly #idle = new Set<() => void>();
  #open = true;
  #lastInfo: EventMessage<typeof PbxInfo> | undefined;
  readonly #infoWaiters = new Set<(info: EventMessage<typeof PbxInfo> | undefined) => void>();
  readonly #configWaiters = new Set<(info: EventMessage<typeof MonitorConfigInfo> | undefined) => void>();

  constructor(
    readonly epoch: number,
    private readonly transport: Transport,
    private readonly context: ConnectionContext,
    private readonly owner: ConnectionOwner,
  ) {
    const { clock, random, metrics, timings } = context;
    this.#correlator = new Correlator(epoch, clock, metrics);
    this.#echo = new KeepAliveEcho(clock, timings.echoQuietMs, (text) => this.sendFrame(text));
    const port = {
      keepAlive: () => this.#echo.beat(),
      ping: () => this.transport.ping(),
      lost: () => this.end('heartbeat-lost', 'no sign of life', true),
    };
    this.#heartbeat = new Heartbeat(port, clock, random, timings.heartbeat);
  }

  /** Starts reading; frames that came since the login are read first. */
  start(): void {
    this.#heartbeat.start();
    this.transport.listen({
      message: (text) => this.#read(text),
      binary: () => {
        this.#heartbeat.sign();
        this.context.metrics.count('frames-invalid');
      },
      pong: () => this.#heartbeat.sign(),
      close: ({ code, text }) => this.end(reasonOfClose(code), text === '' ? undefined : text),
    });
  }

  /** Requests that wait for an answer. */
  get pending(): number {
    return this.#correlator.size;
  }

  /** Sends a request once. Rejects with LinkError; its `sent` says whether the PBX may have acted. */
  request<D extends RequestDescriptor>(
    descriptor: D,
    fields: FieldsOf<D>,
    options: { deadlineMs?: number | undefined; signal?: AbortSignal | undefined; src?: string | undefined } = {},
  ): Promise<ResultOf<D>> {
    const { signal, deadlineMs = READ_DEADLINE_MS } = options;
    if (!this.#open) return Promise.reject(this.#dropped(descriptor.mt, false));
    if (signal?.aborted) {
      const message = `${descriptor.mt}: given up before it was sent`;
      return Promise.reject(new LinkError('aborted', { message, sent: false, cause: signal.reason }));
    }
    const src = options.src ?? this.#correlator.newSrc();
    let frame: string;
    try {
      frame = encodeFrame(descriptor, fields, { src });
    } catch (error) {
      return Promise.reject(
        error instanceof Error ? error : new Error('a request cannot be written', { cause: error }),
      );
    }
    const answer = this.#correlator.register(descriptor, { deadlineMs, signal, src });
    this.sendFrame(frame);
    return answer.finally(() => this.#noteIdle());
  }

  sendFrame(text: string): void {
    if (!this.#open) return;
    this.context.metrics.count('frames-out');
    this.transport.send(text);
  }

  listenerFailed(mt: string, error: unknown): void {
    this.context.logger.error({ mt, err: error, epoch: this.epoch }, 'a listener of a subscription failed');
  }

  startFailed(mt: string, error: unknown, again: () => void): void {
    const { logger, timings } = this.context;
    const code = error instanceof LinkError ? error.code : undefined;
    logger.warn({ mt, err: error, epoch: this.epoch }, 'a subscription could not be started');
    if (code === 'timeout' && this.#open) this.#after(timings.resubscribeMs, again);
  }

  /** PbxInfo, the one that came already or the next within `ms`; undefined if none comes. */
  pbxInfo(ms: number): Promise<EventMessage<typeof PbxInfo> | undefined> {
    if (this.#lastInfo !== undefined || !this.#open) return Promise.resolve(this.#lastInfo);
    return this.#next(this.#infoWaiters, ms);
  }

  /**
   * Subscribes to the PBX's configuration; resolves with the first indication, or with undefined when the start was
   * accepted and none followed. Later ones go to the owner.
   */
  async monitorConfig(deadlineMs: number): Promise<EventMessage<typeof MonitorConfigInfo> | undefined> {
    const first = this.#next(this.#configWaiters, deadlineMs);
    await this.request(MonitorConfig, {}, { src: CONFIG_SRC, deadlineMs });
    const soon = this.#next(this.#configWaiters, deadlineMs / 5);
    return await Promise.race([first, soon]);
  }

  /** Resolves when no request waits any more, or after `ms`. */
  settled(ms: number): Promise<void> {
    if (this.pending === 0 || !this.#open) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        cancel();
        this.#idle.delete(done);
        resolve();
      };
      const cancel = this.#after(ms, done);
      this.#idle.add(done);
    });
  }

  /** Ends the connection, whoever wants it; what waits on it is rejected. Only the first call counts. */
  end(reason: LinkReason, detail?: string, cut = false): void {
    if (!this.#open) return;
    this.#open = false;
    this.#heartbeat.stop();
    for (const cancel of this.#timers) cancel();
    this.#timers.clear();
    this.context.subscriptions.detach(this);
    if (cut) this.transport.terminate();
    else this.transport.close(reason === 'gateway-restart' ? 1001 : 1000, '');
    this.transport.listen(afterEnd);
    this.#correlator.rejectAll((descriptor) => this.#dropped(descriptor.mt, true));
    for (const waiter of [...this.#infoWaiters, ...this.#configWaiters]) waiter(undefined);
    for (const done of this.#idle) done();
    this.owner.ended(this, reason, detail);
  }

  /** What a PBX sends must not end the process, as an error thrown into the websocket would. */
  #read(text: string): void {
    try {
      this.#receive(text);
    } catch (error) {
      if (error instanceof IllegalMoveError) throw error;
      this.context.metrics.count('frames-invalid');
      this.context.logger.error({ err: error, epoch: this.epoch }, 'a frame of a PBX could not be handled');
    }
  }

  #receive(text: string): void {
    const { metrics } = this.context;
    metrics.count('frames-in');
    this.#heartbeat.sign();
    const decoded = decodeFrame(storableFrame(text));
    if (decoded.kind === 'ok') return this.#dispatch(decoded);
    if (decoded.kind === 'unknown') return metrics.count('frames-unknown');
    metrics.count(decoded.kind === 'too-large' ? 'frames-too-large' : 'frames-invalid');
    // An answer that cannot be read still ends its request: waiting longer would not make it readable.
    if (decoded.kind === 'invalid' && this.#correlator.awaits(decoded.src)) this.#correlator.settle(decoded);
  }

  #dispatch(decoded: DecodedMessage): void {
    if (decoded.role === 'result' || decoded.role === 'failure') {
      this.#correlator.settle(decoded);
      return;
    }
    if (decoded.role === 'request') {
      const answer = answerPeer(decoded);
      if (answer === undefined) this.context.metrics.count('frames-unknown');
      else this.sendFrame(answer);
      return;
    }
    if (decoded.descriptor === KeepAlive) return this.#echo.received();
    const info = matchEvent(decoded, PbxInfo);
    if (info !== undefined) return this.#onPbxInfo(info);
    const config = decoded.message.src === CONFIG_SRC ? matchEvent(decoded, MonitorConfigInfo) : undefined;
    if (config !== undefined) return this.#onConfig(config);
    this.#indication(decoded);
  }

  #indication({ message }: DecodedMessage): void {
    const { subscriptions, metrics } = this.context;
    if (subscriptions.dispatch(message, this.epoch)) return;
    metrics.count('events-unknown-subscription');
    const stop = subscriptions.stopFrameFor(message);
    if (stop !== undefined) this.sendFrame(stop);
  }

  #onPbxInfo(info: EventMessage<typeof PbxInfo>): void {
    this.#lastInfo = info;
    for (const waiter of this.#infoWaiters) waiter(info);
    this.owner.pbxInfo(this, info);
  }

  #onConfig(info: EventMessage<typeof MonitorConfigInfo>): void {
    for (const waiter of this.#configWaiters) waiter(info);
    this.owner.config(this, info);
  }

  #next<T>(waiters: Set<(value: T | undefined) => void>, ms: number): Promise<T | undefined> {
    return new Promise((resolve) => {
      const settle = (value: T | undefined) => {
        cancel();
        waiters.delete(settle);
        resolve(value);
      };
      const cancel = this.#after(ms, () => settle(undefined));
      waiters.add(settle);
    });
  }

  /** A timer that ends with the connection. */
  #after(ms: number, callback: () => void): () => void {
    const cancel = this.context.clock.after(ms, () => {
      this.#timers.delete(cancel);
      callback();
    });
    this.#timers.add(cancel);
    return () => {
      cancel();
      this.#timers.delete(cancel);
    };
  }

  #noteIdle(): void {
    if (this.pending === 0) for (const done of this.#idle) done();
  }

  #dropped(mt: string, sent: boolean): LinkError {
    const message = sent ? `${mt}: the connection ended before the answer` : `${mt}: the connection has ended`;
    return new LinkError(sent ? 'dropped' : 'offline', { message, sent });
  }
}

const afterEnd = { message: () => undefined, binary: () => undefined, pong: () => undefined, close: () => undefined };
