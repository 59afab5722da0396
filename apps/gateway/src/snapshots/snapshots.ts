import { type Database, systemScope, type Tx } from '../db/database';
import type { GatewayBus } from '../events';
import type { FleetReader } from '../fleet/port';
import type { Logger } from '../observability/logger-port';
import { OwnWrites } from '../plans/own-writes';
import type { Clock } from './clock';
import { Gate } from './concurrency';
import { EndedLinks } from './ended-links';
import {
  defaultSnapshotTimings,
  type FollowerDeps,
  PbxFollower,
  type Recorded,
  type SnapshotTimings,
} from './follower';
import type { PbxRef, RecordInput } from './record';
import { forgetSyncStates } from './status';

/** What the PBXes have, kept in the database and followed live. */
export interface Snapshots extends AsyncDisposable {
  /** Begins to listen to the fleet; call before the first link can become ready. */
  start(): Promise<void>;
  /** Reads objects, nodes and licences again. Rejects with AppError `pbx-*`. */
  refresh(pbxId: string): Promise<void>;
  /** Writes of ours that are under way, so that they are not taken for somebody else's. */
  readonly ownWrites: OwnWrites;
  /** Runs `work` while nobody else reads and records objects of this PBX. */
  exclusive<T>(pbx: PbxRef, work: () => Promise<T>): Promise<T>;
  /** Stores objects that were just read, in the caller's transaction and inside `exclusive`. */
  record(tx: Tx, pbx: PbxRef, input: Omit<RecordInput, 'ownWrites' | 'first' | 'at'>): Promise<Recorded>;
  /** Tells what `record` stored; after the commit. */
  announce(pbx: PbxRef, recorded: Recorded): void;
  /** Computes the sync fact of a PBX anew. */
  refreshSync(pbx: PbxRef): Promise<void>;
}

export interface SnapshotsOptions {
  db: Database;
  fleet: FleetReader;
  bus: GatewayBus;
  logger: Logger;
  clock: Clock;
  timings?: Partial<SnapshotTimings>;
}

/** Builds the snapshots of the whole fleet; one follower a PBX, made when its link first becomes ready. */
export function createSnapshots(options: SnapshotsOptions): Snapshots {
  const { db, fleet, bus } = options;
  const timings = { ...defaultSnapshotTimings, ...options.timings };
  const deps: FollowerDeps = {
    ...options,
    timings,
    ownWrites: new OwnWrites(),
    readGate: new Gate(timings.pbxsAtOnce),
    copyGate: new Gate(timings.pbxsAtOnce),
  };
  const followers = new Map<string, PbxFollower>();
  const stops: (() => void)[] = [];
  const follower = ({ pbxId, organisationId }: PbxRef) => {
    const known = followers.get(pbxId);
    if (known) return known;
    const made = new PbxFollower(deps, { pbxId, organisationId });
    followers.set(pbxId, made);
    return made;
  };
  const refreshSync = (pbx: PbxRef) => follower(pbx).refreshSync();
  const ended = new EndedLinks({ ...options, retryMs: timings.retryMs });
  /** Readings that people asked for and that run, by PBX: whoever asks again joins them. */
  const refreshing = new Map<string, Promise<unknown>>();
  return {
    ownWrites: deps.ownWrites,
    async start() {
      await db.inScope(systemScope, forgetSyncStates);
      stops.push(
        fleet.on('ready', (event) => follower(event).ready(event.identity.apis?.granted)),
        fleet.on('identity', (event) => follower(event).identity(event.identity.apis?.granted)),
        fleet.on('down', (event) => {
          // A replaced link may end after the one that took its place is ready, and must not end what follows that one.
          const ready = fleet.epoch(event.pbxId);
          if (ready !== undefined && ready !== event.epoch) return;
          followers.get(event.pbxId)?.down();
          ended.add(event);
        }),
        bus.on('pbx.changed', ({ pbxId, what }) => {
          if (what !== 'removed') return;
          followers.get(pbxId)?.down();
          followers.delete(pbxId);
        }),
      );
    },
    async refresh(pbxId) {
      const known = followers.get(pbxId);
      // A PBX that was never ready has no follower; asking the fleet gives the reason in its own words.
      const reading =
        refreshing.get(pbxId) ??
        (known ?? new PbxFollower(deps, { pbxId, organisationId: '' }))
          .readAll()
          .finally(() => refreshing.delete(pbxId));
      refreshing.set(pbxId, reading);
      await reading;
    },
    exclusive: (pbx, work) => follower(pbx).exclusive(work),
    record: (tx, pbx, input) => follower(pbx).record(tx, input),
    announce: (pbx, recorded) => follower(pbx).announce(recorded),
    refreshSync,
    async [Symbol.asyncDispose]() {
      for (const stop of stops.splice(0)) stop();
      const all = [...followers.values()];
      followers.clear();
      for (const each of all) each.down();
      await Promise.all([
        // The database must outlive what is still to be written.
        ended[Symbol.asyncDispose](),
        ...all.map((each) => each.exclusive(() => Promise.resolve())),
      ]);
    },
  };
}
