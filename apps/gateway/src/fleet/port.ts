import type { LinkReason, LinkView } from '@switchroom/contracts';
import type { FieldsOf, ReadRequest, ResultOf, SubscribeRequest, WriteRequest } from '@switchroom/protocol';

/** What one link is told to be; made from a `pbxs` row and its secret by the reconciler. */
export interface PbxTarget {
  pbxId: string;
  organisationId: string;
  version: number;
  direction: 'inbound' | 'outbound';
  appObjectName: string;
  appName: string;
  domain: string | undefined;
  instance: string | undefined;
  address: string | undefined;
  pinnedCertificate: string | undefined;
  pinnedFingerprint: string | undefined;
  /** Opens the sealed password for one login; the result is not kept. */
  password: () => Promise<string>;
}

/** Who the PBX is: PbxInfo (inbound) or MonitorConfig and the App object's own flags (outbound). */
export interface PbxIdentity {
  pbx: string | undefined;
  domain: string | undefined;
  dns: string | undefined;
  ip4: string | undefined;
  version: string | undefined;
  build: string | undefined;
  apis: { granted: string[]; source: 'announced' | 'read' } | undefined;
}

export interface RequestOptions {
  /** Every request has a deadline. Default 10 s for reads, 15 s for writes. */
  deadlineMs?: number;
  signal?: AbortSignal;
}

export interface WriteOptions extends RequestOptions {
  /** The epoch in which the object was read: on any other connection the write is not sent, because it is older. */
  epoch: number;
}

/** An unsolicited message of a declared subscription, decoded. */
export interface PbxMessage {
  api: string | undefined;
  mt: string;
  src: string | undefined;
  fields: Record<string, unknown>;
}

/**
 * Events of all links; each carries the pbxId. `ready` comes once per epoch, after login and identity;
 * `down` when a ready link ends. Handlers run synchronously and must not throw.
 */
export interface FleetEventMap {
  link: { pbxId: string; organisationId: string; view: LinkView };
  ready: { pbxId: string; organisationId: string; epoch: number; identity: PbxIdentity };
  identity: { pbxId: string; organisationId: string; identity: PbxIdentity };
  down: { pbxId: string; organisationId: string; epoch: number; reason: LinkReason };
}

/**
 * Sends a further request of a subscription on the connection on which it started (ReplicateNext after ReplicateStart);
 * indications that the PBX sends under that request's `src` reach the same `onMessage`. Rejects with AppError `pbx-*`,
 * `pbx-offline` once that connection has ended.
 */
export type FollowUp = <D extends SubscribeRequest>(
  request: D,
  fields: FieldsOf<D>,
  options?: RequestOptions,
) => Promise<ResultOf<D>>;

/** Reading and following PBXes: given to snapshots and capabilities. Rejects with AppError `pbx-*`. */
export interface FleetReader {
  link(pbxId: string): LinkView;
  /** The epoch of the ready link, undefined while not ready. */
  epoch(pbxId: string): number | undefined;
  identity(pbxId: string): PbxIdentity | undefined;
  read<D extends ReadRequest>(
    pbxId: string,
    request: D,
    fields: FieldsOf<D>,
    options?: RequestOptions,
  ): Promise<ResultOf<D>>;
  /**
   * Declares a subscription: started now if the link is ready and replayed after every `ready`; events that carry its
   * `src` go to `onMessage`. `onResult` gets the start's result at each (re)start. Returns the function that ends it.
   */
  subscribe<D extends SubscribeRequest>(
    pbxId: string,
    request: D,
    fields: FieldsOf<D>,
    handlers: {
      onResult?: (result: ResultOf<D>, epoch: number, follow: FollowUp) => void;
      onMessage: (message: PbxMessage, epoch: number) => void;
    },
  ): () => void;
  on<E extends keyof FleetEventMap>(event: E, handler: (payload: FleetEventMap[E]) => void): () => void;
}

/**
 * Writing: given to `plans/` alone (lint). Sends exactly once; rejects with `pbx-outcome-unknown` when the link drops
 * after the frame left, `pbx-timeout` when no answer came, `pbx-offline` when it was not sent: a write never waits for a
 * link to become ready, since what it was decided on may have changed by then.
 */
export interface FleetWriter {
  write<D extends WriteRequest>(
    pbxId: string,
    request: D,
    fields: FieldsOf<D>,
    options: WriteOptions,
  ): Promise<ResultOf<D>>;
}

export interface Fleet extends FleetReader, FleetWriter, AsyncDisposable {
  /** Makes running links equal to the targets: add, remove, replace those whose version moved. Idempotent, single-flight. */
  reconcile(targets: readonly PbxTarget[]): Promise<void>;
  /** Ends a `refused` or waiting state and tries again now (a person asked, or the password was set anew). */
  retryNow(pbxId: string): void;
  /** All links: counts by state, for metrics. */
  counts(): Record<string, number>;
}
