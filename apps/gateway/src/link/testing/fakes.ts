import { FakeClock } from '@switchroom/testkit/vitest';
import type { Clock } from '../clock';
import { defaultTimings, type LinkContext, type LinkCounter, type LinkTarget, type Logger } from '../context';
import { Subscriptions } from '../subscriptions';
import type { DialOptions, Transport, TransportListener } from '../transport';

/** The fake clock of the test kit as the link room's clock. */
export function clockOf(fake: FakeClock): Clock {
  return {
    now: fake.now,
    after: (ms, callback) => {
      const timer = fake.setTimeout(callback, ms);
      return () => fake.clearTimeout(timer);
    },
  };
}

export interface Counts {
  count(counter: string): void;
  of(counter: LinkCounter | (string & {})): number;
}

export function countingMetrics(): Counts {
  const counts = new Map<string, number>();
  return {
    count: (counter) => {
      counts.set(counter, (counts.get(counter) ?? 0) + 1);
    },
    of: (counter) => counts.get(counter) ?? 0,
  };
}

export interface LogLine {
  readonly level: keyof Logger;
  readonly fields: Record<string, unknown>;
  readonly message: string;
}

export function recordingLogger(): Logger & { readonly lines: LogLine[] } {
  const lines: LogLine[] = [];
  const at = (level: keyof Logger) => (fields: Record<string, unknown>, message: string) => {
    lines.push({ level, fields, message });
  };
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** One end of a websocket whose other end is the test. */
export class FakeTransport implements Transport {
  readonly peer = 'fake';
  readonly sent: Record<string, unknown>[] = [];
  readonly closed: Promise<void>;
  pings = 0;
  state: 'open' | 'closed' = 'open';
  #listener: TransportListener | undefined;
  #early: ((listener: TransportListener) => void)[] = [];
  #resolveClosed: () => void = () => undefined;

  constructor() {
    this.closed = new Promise((resolve) => {
      this.#resolveClosed = resolve;
    });
  }

  send(text: string): void {
    if (this.state === 'open') this.sent.push(JSON.parse(text) as Record<string, unknown>);
  }

  ping(): void {
    this.pings += 1;
  }

  listen(listener: TransportListener | undefined): void {
    this.#listener = listener;
    const early = this.#early;
    this.#early = [];
    for (const event of early) this.#pass(event);
  }

  close(code: number, text: string): void {
    this.end(code, text);
  }

  terminate(): void {
    this.end(1006);
  }

  /** The peer sends a frame, even on a socket that we count as closed. */
  deliver(message: Record<string, unknown> | string): void {
    const text = typeof message === 'string' ? message : JSON.stringify(message);
    this.#pass((to) => to.message(text));
  }

  pong(): void {
    this.#pass((to) => to.pong());
  }

  /** The connection ends. */
  end(code = 1006, text = ''): void {
    if (this.state === 'closed') return;
    this.state = 'closed';
    this.#resolveClosed();
    this.#pass((to) => to.close({ code, text }));
  }

  /** The last frame of a type that we sent. */
  last(mt: string): Record<string, unknown> | undefined {
    return this.sent.findLast((frame) => frame.mt === mt);
  }

  /** Plays the PBX's part of our login. */
  acceptLogin(): void {
    this.deliver({ mt: 'AppChallengeResult', challenge: '1234' });
  }

  #pass(event: (listener: TransportListener) => void): void {
    if (this.#listener) event(this.#listener);
    else this.#early.push(event);
  }
}

export const PBX_INFO = {
  mt: 'PbxInfo',
  domain: 'example.com',
  pbx: 'master',
  pbxDns: 'pbx.example.com',
  apis: ['PbxAdminApi', 'PbxTableUsers'],
  version: '14r1',
  build: '1410520',
};

/** A dialler whose sockets the test holds in its hands. */
export class FakeDialler {
  readonly transports: FakeTransport[] = [];
  readonly calls: DialOptions[] = [];
  /** What the next dials do; without an entry they open a socket. */
  readonly failures: Error[] = [];

  readonly dial = (options: DialOptions): Promise<Transport> => {
    this.calls.push(options);
    const failure = this.failures.shift();
    if (failure !== undefined) return Promise.reject(failure);
    const transport = new FakeTransport();
    this.transports.push(transport);
    return Promise.resolve(transport);
  };

  get latest(): FakeTransport {
    const transport = this.transports.at(-1);
    if (transport === undefined) throw new Error('nothing was dialled');
    return transport;
  }
}

export interface Harness extends LinkContext {
  readonly fake: FakeClock;
  readonly metrics: Counts;
  readonly logger: ReturnType<typeof recordingLogger>;
  readonly dialler: FakeDialler;
}

/** A link's context with a clock that stands still, a dialler of the test's own, and transitions that throw. */
export function harness(target: Partial<LinkTarget> = {}, context: Partial<LinkContext> = {}): Harness {
  const fake = new FakeClock();
  const dialler = new FakeDialler();
  return {
    fake,
    dialler,
    metrics: countingMetrics(),
    logger: recordingLogger(),
    clock: clockOf(fake),
    random: () => 0.5,
    timings: defaultTimings,
    admission: { acquire: () => Promise.resolve(() => undefined) },
    dial: dialler.dial,
    subscriptions: new Subscriptions(),
    outboxLimit: 3,
    firstEpoch: 0,
    strict: true,
    ...context,
    target: {
      pbxId: 'pbx-1',
      direction: 'outbound',
      appObjectName: 'attendant',
      address: 'ws://pbx.example/PBX0/APPS/websocket',
      pinnedCertificate: undefined,
      pinnedFingerprint: undefined,
      password: () => Promise.resolve('secret'),
      ...target,
    },
  } as Harness;
}

/** Lets queued promise continuations run, without moving the clock. */
export async function settle(fake: FakeClock): Promise<void> {
  await fake.advance(0);
  await fake.advance(0);
}
