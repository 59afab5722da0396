import type { Clock } from './clock';

export interface HeartbeatTimings {
  /** Silence after which a beat is sent. */
  readonly quietMs: number;
  /** Beats without any sign of life until the connection counts as lost. */
  readonly misses: number;
}

export interface HeartbeatPort {
  /** Sends KeepAlive, for peers that listen to messages only. */
  keepAlive(): void;
  /** Sends a websocket ping: a PBX is not documented to answer KeepAlive, but every websocket answers a ping. */
  ping(): void;
  lost(): void;
}

/**
 * Finds dead connections. Every sign of life counts (any frame, any pong); only silence makes it beat. The first beat is
 * jittered, so that thousands of links opened together do not beat together.
 */
export class Heartbeat {
  #cancel: (() => void) | undefined;
  #lastSign = 0;
  #missed = 0;

  constructor(
    private readonly port: HeartbeatPort,
    private readonly clock: Clock,
    private readonly random: () => number,
    private readonly timings: HeartbeatTimings,
  ) {}

  start(): void {
    this.stop();
    this.#lastSign = this.clock.now();
    this.#missed = 0;
    this.#arm(this.timings.quietMs * (0.5 + this.random() / 2));
  }

  /** Something came from the peer. Cheap: timers are left alone. */
  sign(): void {
    this.#lastSign = this.clock.now();
    this.#missed = 0;
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #arm(ms: number): void {
    this.#cancel = this.clock.after(ms, () => this.#tick());
  }

  #tick(): void {
    const quietFor = this.clock.now() - this.#lastSign;
    // The jittered first tick may come before the quiet time is over; that is the jitter's purpose, so it beats.
    if (this.#missed === 0 && quietFor < this.timings.quietMs / 2) return this.#arm(this.timings.quietMs - quietFor);
    if (this.#missed >= this.timings.misses) {
      this.stop();
      return this.port.lost();
    }
    this.#missed += 1;
    this.#arm(this.timings.quietMs);
    this.port.keepAlive();
    this.port.ping();
  }
}
