import type { GatewayBus } from '../events';
import { type Database, systemScope, type Tx } from '../db/database';
import { pbxStatus } from '../db/schema/index';
import type { FleetReader } from '../fleet/port';
import type { Logger } from '../observability/logger-port';
import type { OwnWrites } from '../plans/own-writes';
import { eq } from 'drizzle-orm';
import { type Clock, pause } from './clock';
import { Gate, mapLimit } from './concurrency';
import { readAllObjects, readSnapshotObject, type ReadObject } from './read-objects';
import { readLicences, readNodes } from './read-system';
import { type PbxRef, recordObjects, type RecordInput, type RecordOutcome, snapshotGuids } from './record';
import { replicate } from './replication';
import { refreshSyncState, type SyncOutcome, writeStatus } from './status';
import { UserTable } from './user-table';
import { storeAllUsers, storeChangedUsers } from './users';

/** All in milliseconds but the counts. */
export interface SnapshotTimings {
  /** How long the replication's answer is waited for before reading starts without it. */
  replicationStartMs: number;
  /** Each row of the initial copy. */
  nextDeadlineMs: number;
  /** Pause between two readings while changes cannot be followed. */
  pollMs: number;
  /** Pause after a reading that failed. */
  retryMs: number;
  /** Changes of users are stored together that often. */
  usersFlushMs: number;
  /** Objects of one PBX read at the same time. */
  readsAtOnce: number;
  /** PBXes read, and copied, at the same time. */
  pbxsAtOnce: number;
}

export const defaultSnapshotTimings: SnapshotTimings = {
  replicationStartMs: 3000,
  nextDeadlineMs: 15_000,
  pollMs: 60_000,
  retryMs: 10_000,
  usersFlushMs: 250,
  readsAtOnce: 4,
  pbxsAtOnce: 8,
};

export interface FollowerDeps {
  db: Database;
  fleet: FleetReader;
  bus: GatewayBus;
  logger: Logger;
  clock: Clock;
  timings: SnapshotTimings;
  ownWrites: OwnWrites;
  /** Shared by all PBXes. */
  readGate: Gate;
  copyGate: Gate;
}

/** What was stored, for the events that follow the commit. */
export interface Recorded {
  outcome: RecordOutcome;
  sync: SyncOutcome | undefined;
}

/** One ready link of the PBX; everything that outlives an await looks at its signal. */
class Session {
  readonly #abort = new AbortController();
  readonly signal = this.#abort.signal;
  readonly users = new UserTable();
  readonly changedWhileCopying = new Set<string>();
  readonly dirtyUsers = new Set<string>();
  readonly dirty = new Set<string>();
  usersKnown = false;
  live = false;
  firstReadDone = false;
  endReplication: (() => void) | undefined;

  end(): void {
    this.#abort.abort(new Error('the link ended'));
    this.endReplication?.();
  }
}

/** Keeps the snapshot of one PBX equal to what the PBX has, while its link is ready. */
export class PbxFollower {
  readonly #commits = new Gate(1);
  #session: Session | undefined;
  /** When each object was last recorded, counted in commits: a slower, older reading must not overwrite it. */
  readonly #recordedAt = new Map<string, number>();
  #sequence = 0;
  #missedSome = false;

  constructor(
    private readonly deps: FollowerDeps,
    readonly pbx: PbxRef,
  ) {}

  /** The link is ready: declare the replication, then read everything. */
  ready(granted: readonly string[] | undefined): void {
    this.down();
    const session = new Session();
    this.#session = session;
    this.#background(session, () => this.#follow(session, granted === undefined || granted.includes('PbxTableUsers')));
  }

  down(): void {
    this.#session?.end();
    this.#session = undefined;
  }

  /** Runs `work` while no other part of the gateway reads and records objects of this PBX. */
  exclusive<T>(work: () => Promise<T>): Promise<T> {
    return this.#commits.run(work);
  }

  /** Stores objects in the caller's transaction, inside `exclusive`; `announce` after the commit. */
  async record(tx: Tx, input: Omit<RecordInput, 'ownWrites' | 'first' | 'at'>): Promise<Recorded> {
    const at = new Date(this.deps.clock.now());
    const outcome = await recordObjects(tx, this.pbx, { ...input, first: false, at, ownWrites: this.deps.ownWrites });
    this.#stamp([...input.reads.map((read) => read.guid), ...input.gone]);
    return { outcome, sync: await refreshSyncState(tx, this.pbx.pbxId, { online: this.#online() }) };
  }

  announce({ outcome, sync }: Recorded): void {
    const { bus } = this.deps;
    if (outcome.changed.length > 0) {
      bus.emit('objects.changed', { ...this.pbx, guids: outcome.changed, outside: outcome.outside });
    }
    if (outcome.outside) bus.emit('activity.added', this.pbx);
    if (sync?.changed) bus.emit('sync.changed', { ...this.pbx, state: sync.state });
    if (sync?.changed || outcome.changed.length > 0) bus.emit('pbx.changed', { ...this.pbx, what: 'sync' });
  }

  /** The PBX told which APIs it grants: replication may have become possible. */
  identity(granted: readonly string[] | undefined): void {
    const session = this.#session;
    if (!session || session.endReplication || !granted?.includes('PbxTableUsers')) return;
    this.#background(session, () => this.#startReplication(session));
  }

  /**
   * Reads everything again now; false when single objects could not be read. Rejects with AppError `pbx-offline` and its
   * like.
   */
  async readAll(session: Session | undefined = this.#session): Promise<boolean> {
    const { fleet, logger, timings } = this.deps;
    const { pbxId } = this.pbx;
    const signal = session?.signal ?? new AbortController().signal;
    return await this.deps.readGate.run(async () => {
      signal.throwIfAborted();
      const startedAt = this.#sequence;
      const read = await readAllObjects({ fleet, logger }, pbxId, { concurrency: timings.readsAtOnce, signal });
      const recorded = await this.exclusive(() => this.#commitAll(read.objects, startedAt, read.unread.length > 0));
      this.#missedSome = read.unread.length > 0;
      if (session) session.firstReadDone = true;
      this.announce(recorded);
      const [nodes, licences] = await Promise.all([
        readNodes(fleet, pbxId, signal),
        readLicences(fleet, pbxId, signal),
      ]);
      const at = new Date(this.deps.clock.now());
      await this.#tx((tx) => writeStatus(tx, pbxId, { nodes, nodesAt: at, licences, licencesAt: at }));
      this.deps.bus.emit('pbx.changed', { ...this.pbx, what: 'row' });
      return read.unread.length === 0;
    });
  }

  /** Computes the sync fact anew and tells about it, for example after the link or an operation changed. */
  async refreshSync(): Promise<void> {
    const sync = await this.#tx((tx) => refreshSyncState(tx, this.pbx.pbxId, { online: this.#online() }));
    this.announce({ outcome: { changed: [], outside: false }, sync });
  }

  async #follow(session: Session, mayReplicate: boolean): Promise<void> {
    const { clock, timings } = this.deps;
    if (mayReplicate) await this.#startReplication(session);
    while (!session.signal.aborted) {
      const complete = await this.#tryRead(session);
      if (session.firstReadDone) this.#processDirty(session);
      if (complete === true && session.live) return;
      await pause(clock, complete === undefined ? timings.retryMs : timings.pollMs, session.signal);
    }
  }

  /** True: everything was read; false: single objects were not; undefined: not at all. */
  async #tryRead(session: Session): Promise<boolean | undefined> {
    try {
      const complete = await this.readAll(session);
      await this.#tx((tx) => writeStatus(tx, this.pbx.pbxId, { liveUpdates: session.live }));
      return complete;
    } catch (error) {
      if (!session.signal.aborted) {
        this.deps.logger.warn({ ...this.pbx, error }, 'the PBX could not be read; trying again');
      }
      return undefined;
    }
  }

  /** Resolves when the PBX has accepted, or when it has taken too long (it may still accept later). */
  #startReplication(session: Session): Promise<void> {
    const { fleet, timings, copyGate, clock, logger } = this.deps;
    return new Promise((resolve) => {
      const cancel = clock.after(timings.replicationStartMs, resolve);
      session.signal.addEventListener('abort', () => {
        cancel();
        resolve();
      });
      const options = {
        signal: session.signal,
        admit: (copy: () => Promise<void>) => copyGate.run(copy),
        nextDeadlineMs: timings.nextDeadlineMs,
      };
      session.endReplication = replicate(fleet, this.pbx.pbxId, options, {
        onStarted: () => {
          const late = session.firstReadDone && !session.live;
          session.live = true;
          session.usersKnown = false;
          session.changedWhileCopying.clear();
          cancel();
          resolve();
          // What changed between the reading and now was told to nobody.
          if (late) this.#background(session, async () => void (await this.#tryRead(session)));
        },
        onCopied: (row) => {
          if (!session.changedWhileCopying.has(row.guid)) session.users.set(row);
        },
        onCopyEnded: () => {
          session.usersKnown = true;
          session.changedWhileCopying.clear();
          this.#background(session, () =>
            this.#storeUsers(session, (tx) => storeAllUsers(tx, this.pbx, session.users)),
          );
        },
        onCopyFailed: (error) => {
          logger.warn({ ...this.pbx, error }, 'the users of the PBX could not be copied; starting anew');
          this.#background(session, () => this.#restartReplication(session));
        },
        onUser: (row) => {
          session.users.set(row);
          this.#userChanged(session, row.guid);
        },
        onObject: (guid) => this.#objectChanged(session, guid),
        onDeleted: (guid) => {
          if (!session.users.has(guid)) {
            if (!session.usersKnown) session.changedWhileCopying.add(guid);
            return this.#objectChanged(session, guid);
          }
          session.users.delete(guid);
          this.#userChanged(session, guid);
        },
      });
    });
  }

  #userChanged(session: Session, guid: string): void {
    if (!session.usersKnown) {
      session.changedWhileCopying.add(guid);
      return;
    }
    session.dirtyUsers.add(guid);
    if (session.dirtyUsers.size > 1) return;
    this.#background(session, async () => {
      await pause(this.deps.clock, this.deps.timings.usersFlushMs, session.signal);
      const guids = [...session.dirtyUsers];
      session.dirtyUsers.clear();
      if (session.signal.aborted) return;
      await this.#storeUsers(session, (tx) => storeChangedUsers(tx, this.pbx, session.users, guids));
    });
  }

  /** Nobody tells these facts again, so they are kept until the database takes them, or the link ends. */
  async #storeUsers(session: Session, store: (tx: Tx) => Promise<void>): Promise<void> {
    const { bus, clock, logger, timings } = this.deps;
    while (!session.signal.aborted) {
      try {
        await this.#tx(store);
        bus.emit('pbx.changed', { ...this.pbx, what: 'row' });
        return;
      } catch (error) {
        logger.warn({ ...this.pbx, error }, 'the users of the PBX could not be stored; trying again');
        await pause(clock, timings.retryMs, session.signal);
      }
    }
  }

  /** After a copy that broke off. What changes until it has started again is found by the reading that follows. */
  async #restartReplication(session: Session): Promise<void> {
    await pause(this.deps.clock, this.deps.timings.pollMs, session.signal);
    if (session.signal.aborted) return;
    session.endReplication?.();
    session.live = false;
    await this.#startReplication(session);
  }

  #objectChanged(session: Session, guid: string): void {
    session.dirty.add(guid);
    // Before the first reading is stored there is nothing to compare with; `#follow` looks at the set afterwards.
    if (session.firstReadDone && session.dirty.size === 1) this.#processDirty(session);
  }

  #processDirty(session: Session): void {
    this.#background(session, async () => {
      const guids = [...session.dirty];
      session.dirty.clear();
      const startedAt = this.#sequence;
      const reads: ReadObject[] = [];
      const gone: string[] = [];
      await mapLimit(guids, this.deps.timings.readsAtOnce, async (guid) => {
        try {
          const { signal } = session;
          const object = await readSnapshotObject(this.deps.fleet, this.pbx.pbxId, { guid }, { signal });
          if (object) reads.push(object);
          else gone.push(guid);
        } catch (error) {
          this.#readLater(session, guid, error);
        }
      });
      const all = [...reads.map(({ guid }) => guid), ...gone];
      if (all.length === 0) return;
      // Reading takes as long as the PBX takes, so it is done outside; what was recorded meanwhile may be newer.
      const overtaken = await this.exclusive(async () => {
        const newer = (guid: string) => this.#isNewer(guid, startedAt);
        const fresh = { reads: reads.filter(({ guid }) => !newer(guid)), gone: gone.filter((guid) => !newer(guid)) };
        const again = all.filter(newer);
        if (!session.signal.aborted) this.announce(await this.#tx((tx) => this.record(tx, fresh)));
        return again;
      }).catch((error: unknown) => {
        for (const guid of all) this.#readLater(session, guid, error);
        return [];
      });
      for (const guid of overtaken) this.#objectChanged(session, guid);
    });
  }

  #stamp(guids: readonly string[]): void {
    this.#sequence += 1;
    for (const guid of guids) this.#recordedAt.set(guid, this.#sequence);
  }

  /** True when the object was recorded after the sequence stood at `startedAt`. */
  #isNewer(guid: string, startedAt: number): boolean {
    return (this.#recordedAt.get(guid) ?? 0) > startedAt;
  }

  #readLater(session: Session, guid: string, error: unknown): void {
    if (session.signal.aborted) return;
    this.deps.logger.warn({ ...this.pbx, guid, error }, 'a changed object could not be read or stored; trying again');
    this.#background(session, async () => {
      await pause(this.deps.clock, this.deps.timings.retryMs, session.signal);
      if (!session.signal.aborted) this.#objectChanged(session, guid);
    });
  }

  /** Stores a whole reading; objects recorded since it began are newer and stay. */
  #commitAll(objects: readonly ReadObject[], startedAt: number, incomplete: boolean): Promise<Recorded> {
    const { pbxId } = this.pbx;
    const at = new Date(this.deps.clock.now());
    const newer = (guid: string) => this.#isNewer(guid, startedAt);
    return this.#tx(async (tx) => {
      const [status] = await tx.select({ syncAt: pbxStatus.syncAt }).from(pbxStatus).where(eq(pbxStatus.pbxId, pbxId));
      const read = new Set(objects.map(({ guid }) => guid));
      const fresh = objects.filter(({ guid }) => !newer(guid));
      // An object that could not be read may still be there: with even one missing, nothing is taken for deleted.
      const known = incomplete ? [] : await snapshotGuids(tx, pbxId);
      const outcome = await recordObjects(tx, this.pbx, {
        reads: fresh,
        gone: known.filter((guid) => !read.has(guid) && !newer(guid)),
        // Objects that the last reading missed are not news either.
        first: (status?.syncAt ?? null) === null || this.#missedSome,
        at,
        ownWrites: this.deps.ownWrites,
      });
      this.#stamp(fresh.map(({ guid }) => guid));
      return { outcome, sync: await refreshSyncState(tx, pbxId, { online: this.#online(), readAt: at }) };
    });
  }

  #online(): boolean {
    return this.deps.fleet.epoch(this.pbx.pbxId) !== undefined;
  }

  #tx<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.deps.db.inScope(systemScope, work);
  }

  #background(session: Session, work: () => Promise<void>): void {
    work().catch((error: unknown) => {
      if (!session.signal.aborted) this.deps.logger.error({ ...this.pbx, error }, 'following the PBX failed');
    });
  }
}
