import type { LinkReason } from '@switchroom/contracts';
import type {
  EventMessage,
  FieldsOf,
  MonitorConfigInfo,
  PbxInfo,
  RequestDescriptor,
  ResultOf,
} from '@switchroom/protocol';
import { aftermath } from './aftermath';
import { Connection, type ConnectionOwner } from './connection';
import type { LinkContext } from './context';
import { ConnectError, LinkError } from './errors';
import { Emitter, type LinkEventMap } from './events';
import { Identification, type IdentificationPort } from './identification';
import type { LinkIdentity } from './identity';
import { IllegalMoveError, type LinkState, type Note, transition } from './machine';
import { Outbox } from './outbox';
import { openOutbound } from './outbound';
import type { Transport } from './transport';

export interface LinkRequestOptions {
  readonly deadlineMs: number;
  readonly signal?: AbortSignal | undefined;
  /** Send it on the connection of this epoch or not at all. */
  readonly epoch?: number | undefined;
}

/**
 * The link to one PBX, whoever dials: keeps it connected, and lets requests through while it is ready. All its condition is
 * in `state`; each connection has an epoch, and whatever comes from an earlier one is ignored.
 */
export class Link implements AsyncDisposable, ConnectionOwner, IdentificationPort {
  readonly events: Emitter<LinkEventMap>;
  #state: LinkState = { kind: 'idle' };
  #epoch: number;
  #attempt = 0;
  #connection: Connection | undefined;
  #connecting: Promise<void> | undefined;
  #abort = new AbortController();
  #cancelRetry: () => void = () => undefined;
  #ready: { epoch: number; since: number } | undefined;
  readonly #identification: Identification;
  readonly #outbox: Outbox<Connection>;
  readonly #gone = new Set<Promise<void>>();

  constructor(private readonly context: LinkContext) {
    this.#epoch = context.firstEpoch;
    this.#identification = new Identification(context, this);
    this.#outbox = new Outbox(context.clock, context.outboxLimit);
    this.events = new Emitter((error, event) =>
      context.logger.error({ ...this.#fields(), err: error, event }, 'a listener of a link failed'),
    );
  }

  get state(): LinkState {
    return this.#state;
  }

  get epoch(): number {
    return this.#epoch;
  }

  /** Of the current connection, or the last one that told it. */
  get identity(): LinkIdentity | undefined {
    return this.#identification.identity;
  }

  /** Outbound: dials. Inbound: waits for the PBX; `initial` is why it is not connected yet. */
  start(initial: Note): void {
    if (this.context.target.direction === 'inbound') this.#move({ kind: 'awaiting', ...initial });
    else void this.connect();
  }

  /** Outbound: makes one try, or joins the one that runs. Resolves when it ended, well or not; `state` tells which. */
  connect(): Promise<void> {
    if (this.#connecting === undefined && this.#connection !== undefined) return Promise.resolve();
    this.#connecting ??= this.#dial().finally(() => {
      this.#connecting = undefined;
    });
    return this.#connecting;
  }

  /** Inbound: whether a connection of this PBX may become the link; `unsure` when its name has to be known first. */
  admits(pbx: string | undefined): 'yes' | 'unsure' | 'another-pbx' | 'closed' {
    if (this.#state.kind === 'draining' || this.#state.kind === 'closed') return 'closed';
    const known = this.#ready === undefined ? undefined : this.identity?.pbx;
    if (known === undefined || known === pbx) return 'yes';
    return pbx === undefined ? 'unsure' : 'another-pbx';
  }

  /**
   * Inbound: takes over a connection whose login was checked. A newer connection of the same PBX replaces the older one;
   * another PBX is refused while one is ready. The caller closes what is not adopted.
   */
  adopt(transport: Transport, pbx: string | undefined): 'adopted' | 'another-pbx' | 'closed' {
    const admitted = this.admits(pbx);
    if (admitted === 'another-pbx') this.note({ reason: admitted, detail: pbx });
    if (admitted === 'another-pbx' || admitted === 'closed') return admitted;
    this.#release('replaced');
    void this.#open(++this.#epoch, transport);
    return 'adopted';
  }

  /** Inbound: something happened at the door that people should know. Never disturbs a connection. */
  note(note: Note): void {
    const state = this.#state;
    const shown = state.kind === 'ready' ? state.note : state.kind === 'refused' ? state : undefined;
    if (shown?.reason === note.reason && shown.detail === note.detail) return;
    if (state.kind === 'ready') this.#move({ ...state, note });
    else if (this.#connection === undefined) this.#move({ kind: 'refused', ...note });
  }

  /** A person asked: ends a stop or a pause now. */
  retryNow(): void {
    const state = this.#state;
    if (state.kind === 'ready' && state.note !== undefined) this.#move({ kind: 'ready', epoch: state.epoch });
    if (state.kind !== 'refused' && state.kind !== 'waiting') return;
    this.#attempt = 0;
    if (this.#connection !== undefined) this.#identification.recheck();
    else if (this.context.target.direction === 'outbound') void this.connect();
    else this.#move({ kind: 'awaiting', reason: state.reason, detail: state.detail });
  }

  /** Sends a request once: now if ready; without `epoch` as soon as ready while connecting. Rejects with LinkError. */
  async request<D extends RequestDescriptor>(
    descriptor: D,
    fields: FieldsOf<D>,
    { deadlineMs, signal, epoch }: LinkRequestOptions,
  ): Promise<ResultOf<D>> {
    const { kind } = this.#state;
    if (epoch !== undefined && this.#connection?.epoch !== epoch) throw this.#offline();
    if (kind === 'ready' && this.#connection) {
      return await this.#connection.request(descriptor, fields, { deadlineMs, signal });
    }
    const waits = kind === 'connecting' || kind === 'authenticating' || kind === 'identifying';
    if (!waits || epoch !== undefined) throw this.#offline();
    const since = this.context.clock.now();
    const connection = await this.#outbox.wait(deadlineMs, signal);
    const left = Math.max(1, deadlineMs - (this.context.clock.now() - since));
    return await connection.request(descriptor, fields, { deadlineMs: left, signal });
  }

  /** Takes no new requests, lets the running ones end, closes everything. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#state.kind !== 'closed' && this.#state.kind !== 'draining') {
      this.#move({ kind: 'draining' });
      this.#cancelRetry();
      this.#abort.abort();
      this.#outbox.rejectAll(this.#offline());
      if (this.#ready !== undefined) await this.#connection?.settled(this.context.timings.drainMs);
      this.#release('gateway-restart');
      await this.#connecting;
      this.#move({ kind: 'closed' });
    }
    await Promise.all(this.#gone);
  }

  async #dial(): Promise<void> {
    const epoch = ++this.#epoch;
    this.#cancelRetry();
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    this.#move({ kind: 'connecting', epoch, attempt: this.#attempt + 1 });
    let giveBack: (() => void) | undefined;
    try {
      giveBack = await this.context.admission.acquire(signal);
      const transport = await openOutbound(this.context, signal, () => this.#move({ kind: 'authenticating', epoch }));
      if (signal.aborted || epoch !== this.#epoch) return transport.terminate();
      await this.#open(epoch, transport);
    } catch (error) {
      if (error instanceof IllegalMoveError) throw error;
      if (signal.aborted || epoch !== this.#epoch) return;
      const failure = error instanceof ConnectError ? error : new ConnectError('unreachable', undefined, error);
      this.#failed(failure.reason, failure.detail);
    } finally {
      giveBack?.();
    }
  }

  /** A logged-in socket. Resolves when it is known whose it is, or when it ended before. */
  #open(epoch: number, transport: Transport): Promise<void> {
    const connection = new Connection(epoch, transport, this.context, this);
    this.#connection = connection;
    this.#gone.add(transport.closed);
    void transport.closed.then(() => this.#gone.delete(transport.closed));
    this.#move({ kind: 'identifying', epoch });
    connection.start();
    return this.#identification.begin(connection);
  }

  granted(connection: Connection, identity: LinkIdentity): void {
    const { epoch } = connection;
    if (this.#state.kind === 'refused') this.#move({ kind: 'identifying', epoch });
    this.#ready = { epoch, since: this.context.clock.now() };
    this.#move({ kind: 'ready', epoch });
    this.context.subscriptions.attach(connection);
    this.events.emit('ready', { epoch, identity });
    this.#outbox.releaseAll(connection);
  }

  missing(connection: Connection, detail: string): void {
    // A link that was ready ends with its connection, so that `down` and a new epoch follow.
    if (this.#ready !== undefined) return connection.end('admin-api-missing', detail);
    if (this.#state.kind !== 'refused') this.#move({ kind: 'refused', reason: 'admin-api-missing', detail });
    this.#outbox.rejectAll(this.#offline());
  }

  changed(identity: LinkIdentity): void {
    this.events.emit('identity', { identity });
  }

  pbxInfo(connection: Connection, info: EventMessage<typeof PbxInfo>): void {
    this.#identification.pbxInfo(connection, info);
  }

  config(connection: Connection, info: EventMessage<typeof MonitorConfigInfo>): void {
    this.#identification.config(connection, info);
  }

  ended(connection: Connection, reason: LinkReason, detail: string | undefined): void {
    if (connection !== this.#connection) return;
    this.#connection = undefined;
    this.#identification.end();
    const { clock, timings } = this.context;
    if (this.#ready !== undefined && clock.now() - this.#ready.since >= timings.stableMs) this.#attempt = 0;
    this.#down(reason);
    this.#failed(reason, detail);
  }

  #failed(reason: LinkReason, detail: string | undefined): void {
    const { target, clock, random, timings, metrics } = this.context;
    const { direction } = target;
    const attempt = this.#attempt + 1;
    const now = clock.now();
    const next = aftermath({
      state: this.#state,
      direction,
      reason,
      detail,
      attempt,
      now,
      random,
      backoff: timings.backoff,
    });
    if (next !== this.#state) this.#move(next);
    this.#outbox.rejectAll(this.#offline());
    if (next.kind === 'refused') metrics.count('logins-refused');
    if (next.kind !== 'waiting') return;
    this.#attempt = attempt;
    this.#cancelRetry = clock.after(next.retryAt - now, () => {
      metrics.count('reconnects');
      void this.connect();
    });
  }

  /** Lets go of the current connection, if any. */
  #release(reason: LinkReason): void {
    const connection = this.#connection;
    this.#connection = undefined;
    this.#identification.end();
    this.#down(reason);
    connection?.end(reason);
  }

  #down(reason: LinkReason): void {
    const ready = this.#ready;
    this.#ready = undefined;
    if (ready !== undefined) this.events.emit('down', { epoch: ready.epoch, reason });
  }

  #move(to: LinkState): void {
    this.#state = transition(this.#state, to, (error) => {
      if (this.context.strict) throw error;
      this.context.logger.error({ ...this.#fields(), err: error }, 'a link made an illegal move');
    });
    this.context.logger.debug({ ...this.#fields(), state: this.#state }, 'link state');
    this.events.emit('state', { state: this.#state });
  }

  #offline(): LinkError {
    return new LinkError('offline', { message: `the link is ${this.#state.kind}`, sent: false });
  }

  #fields() {
    return { pbxId: this.context.target.pbxId, epoch: this.#epoch };
  }
}
