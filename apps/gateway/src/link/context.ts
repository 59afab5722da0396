import type { BackoffOptions } from './backoff';
import type { Clock } from './clock';
import type { HeartbeatTimings } from './heartbeat';
import type { Subscriptions } from './subscriptions';
import type { Dial } from './transport';

/** What one link is told to be. The password is opened for one login and not kept. */
export interface LinkTarget {
  readonly pbxId: string;
  readonly direction: 'inbound' | 'outbound';
  /** Name (h323) of the App object on the PBX. */
  readonly appObjectName: string;
  /** Outbound: the websocket URL. */
  readonly address: string | undefined;
  readonly pinnedCertificate: string | undefined;
  readonly pinnedFingerprint: string | undefined;
  readonly password: () => Promise<string>;
}

/** Structured log; pino fits. Frames are passed redacted or not at all. */
export interface Logger {
  debug(fields: Record<string, unknown>, message: string): void;
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
}

/** What a link counts; `frames-unknown` and the others below it never end a link. */
export const linkCounters = [
  'frames-in',
  'frames-out',
  'frames-unknown',
  'frames-invalid',
  'frames-too-large',
  'answers-late',
  'answers-foreign',
  'answers-without-src',
  'events-unknown-subscription',
  'requests-timed-out',
  'logins-started',
  'logins-refused',
  'reconnects',
] as const;
export type LinkCounter = (typeof linkCounters)[number];

/** Counters, registered by whoever exports metrics. */
export interface LinkMetrics {
  count(counter: LinkCounter): void;
}

/** Lets a bounded number of logins run at once; resolves with the function that gives the place back. */
export interface Admission {
  acquire(signal: AbortSignal): Promise<() => void>;
}

/** All in milliseconds. */
export interface LinkTimings {
  /** Name resolution, TCP, TLS and websocket handshake together. */
  readonly dialMs: number;
  /** AppChallenge to AppLoginResult. */
  readonly loginMs: number;
  /** Inbound: how long PbxInfo is waited for before the PBX is asked. */
  readonly pbxInfoMs: number;
  /** Each question of the identity step. */
  readonly identifyMs: number;
  /** How long a link must have been ready before the next failure starts with a short delay again. */
  readonly stableMs: number;
  /** While PbxAdminApi is missing: pause before the PBX is asked again. */
  readonly recheckMs: number;
  /** Pause before a subscription whose start was not answered is started again. */
  readonly resubscribeMs: number;
  /** How long running requests may take while the link drains. */
  readonly drainMs: number;
  /** Two KeepAlives of the peer within this time are answered once, or two echoing peers would never stop. */
  readonly echoQuietMs: number;
  readonly backoff: BackoffOptions;
  readonly heartbeat: HeartbeatTimings;
}

export const defaultTimings: LinkTimings = {
  dialMs: 10_000,
  loginMs: 10_000,
  pbxInfoMs: 5_000,
  identifyMs: 5_000,
  stableMs: 10_000,
  recheckMs: 60_000,
  resubscribeMs: 30_000,
  drainMs: 2_000,
  echoQuietMs: 500,
  backoff: { baseMs: 1_000, capMs: 60_000, floorMs: 100 },
  heartbeat: { quietMs: 20_000, misses: 2 },
};

/** Everything a link may use. Narrow on purpose: a link never sees the fleet, the database or another link. */
export interface LinkContext {
  readonly target: LinkTarget;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly logger: Logger;
  readonly metrics: LinkMetrics;
  readonly timings: LinkTimings;
  readonly admission: Admission;
  readonly dial: Dial;
  /** Declared subscriptions live outside the link, so that they survive its replacement. */
  readonly subscriptions: Subscriptions;
  /** Requests that may wait for the link to become ready. */
  readonly outboxLimit: number;
  /** Epochs of a PBX only grow, also across a replaced link. */
  readonly firstEpoch: number;
  /** Illegal state changes throw (tests) instead of being logged (production). */
  readonly strict: boolean;
}
