import { AppError, type LinkView } from '@switchroom/contracts';
import { eq, inArray, sql } from 'drizzle-orm';
import { type Database, systemScope, type Tx } from '../../db/database';
import { databaseFault } from '../../db/errors';
import { storableText } from '../../db/storable';
import { pbxEvents, pbxStatus } from '../../db/schema/index';
import type { GatewayBus } from '../../events';
import type { FleetReader, PbxIdentity } from '../../fleet/port';
import type { Logger } from '../../observability/logger-port';

/** Changes of one PBX that wait for the next write. */
interface Pending {
  organisationId: string;
  link: LinkView | undefined;
  identity: PbxIdentity | undefined;
  events: { kind: string; at: Date; params: Record<string, string> }[];
}

const flushAfterMs = 50;
/** Pause after a write that failed because of the database. */
const retryAfterMs = 1000;
/** PBXes written in one transaction, so that none holds the rows of a whole fleet. */
const batchSize = 100;
const keptEvents = 500;
/** Events of one PBX that wait; older ones go, as when the database is away for hours and a link flaps. */
const waitingEvents = 100;
const noted = new Set(['online', 'offline', 'refused', 'disabled']);

/**
 * Writes what the fleet reports (link, identity) to `pbx_status` and `pbx_events` and tells the bus after the commit.
 * Thousands of links change at once after a restart, so changes are gathered for a moment and written in one transaction;
 * of several link states of one PBX the newest is kept, while every noted change stays in its activity.
 */
export class StatusProjection implements AsyncDisposable {
  readonly #pending = new Map<string, Pending>();
  readonly #lastKind = new Map<string, string>();
  readonly #written = new Map<string, number>();
  readonly #unsubscribe: (() => void)[];
  #timer: NodeJS.Timeout | undefined;
  #delayMs = flushAfterMs;
  #flushing: Promise<void> = Promise.resolve();

  constructor(
    private readonly db: Database,
    fleet: FleetReader,
    private readonly bus: GatewayBus,
    private readonly logger: Logger,
  ) {
    this.#unsubscribe = [
      fleet.on('link', ({ pbxId, organisationId, view }) => this.#onLink(pbxId, organisationId, view)),
      fleet.on('ready', ({ pbxId, organisationId, identity }) => this.#onIdentity(pbxId, organisationId, identity)),
      fleet.on('identity', ({ pbxId, organisationId, identity }) => this.#onIdentity(pbxId, organisationId, identity)),
    ];
  }

  /** After a restart no link is up, whatever the last run wrote. */
  async start(): Promise<void> {
    await this.db.inScope(systemScope, async (tx) => {
      await tx
        .update(pbxStatus)
        .set({
          linkKind: 'offline',
          linkReason: 'gateway-restart',
          linkDetail: null,
          linkStep: null,
          linkRetryAt: null,
          linkSince: new Date(),
          syncState: 'unknown',
        })
        .where(inArray(pbxStatus.linkKind, ['online', 'connecting']));
    });
  }

  #entry(pbxId: string, organisationId: string): Pending {
    const found = this.#pending.get(pbxId) ?? { organisationId, link: undefined, identity: undefined, events: [] };
    this.#pending.set(pbxId, found);
    this.#arm(this.#delayMs);
    return found;
  }

  #arm(ms: number): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#flushing = this.#flushing.then(() => this.#flush());
    }, ms);
  }

  #onLink(pbxId: string, organisationId: string, view: LinkView): void {
    const entry = this.#entry(pbxId, organisationId);
    entry.link = view;
    const key = `${view.kind}:${view.reason ?? ''}`;
    if (!noted.has(view.kind) || this.#lastKind.get(pbxId) === key) return;
    // Of a PBX without a link, removed ones among them, nothing is remembered.
    if (view.kind === 'disabled') this.#forget(pbxId);
    else this.#lastKind.set(pbxId, key);
    const params: Record<string, string> = {};
    if (view.reason !== undefined) params['reason'] = view.reason;
    if (view.detail !== undefined) params['detail'] = storableText(view.detail);
    if (entry.events.length >= waitingEvents) entry.events.shift();
    entry.events.push({ kind: `link.${view.kind}`, at: view.since, params });
  }

  #onIdentity(pbxId: string, organisationId: string, identity: PbxIdentity): void {
    this.#entry(pbxId, organisationId).identity = identity;
  }

  #forget(pbxId: string): void {
    this.#lastKind.delete(pbxId);
    this.#written.delete(pbxId);
  }

  async #flush(): Promise<void> {
    // In the order of everybody who writes several of these rows at once: otherwise two could wait for each other.
    const all = [...this.#pending].toSorted(([a], [b]) => (a < b ? -1 : 1));
    this.#pending.clear();
    this.#delayMs = flushAfterMs;
    for (let start = 0; start < all.length; start += batchSize) await this.#store(all.slice(start, start + batchSize));
  }

  async #store(batch: [string, Pending][]): Promise<void> {
    try {
      await this.db.inScope(systemScope, async (tx) => {
        for (const [pbxId, pending] of batch) await this.#write(tx, pbxId, pending);
      });
    } catch (error) {
      return await this.#notStored(batch, error);
    }
    for (const [pbxId, { organisationId, link, identity, events }] of batch) {
      if (link) this.bus.emit('pbx.changed', { pbxId, organisationId, what: 'link' });
      if (identity) this.bus.emit('pbx.changed', { pbxId, organisationId, what: 'identity' });
      if (events.length > 0) this.bus.emit('activity.added', { pbxId, organisationId });
    }
  }

  async #notStored(batch: [string, Pending][], error: unknown): Promise<void> {
    const momentary = error instanceof AppError && error.code === 'unavailable';
    const refused = !momentary && databaseFault(error) !== undefined;
    if (!refused) {
      // Keep what was not written, newer facts win; the retry writes it.
      this.#delayMs = retryAfterMs;
      for (const [pbxId, pending] of batch) this.#putBack(pbxId, pending);
      this.logger.error({ err: error, pbxs: batch.length }, 'link states could not be stored; trying again');
      return;
    }
    // The database refuses the values of one of them: it must not keep the facts of the others from being stored.
    const [first] = batch;
    if (batch.length > 1) for (const one of batch) await this.#store([one]);
    else this.logger.error({ err: error, pbxId: first?.[0] }, 'the link state of a PBX is refused by the database');
  }

  #putBack(pbxId: string, older: Pending): void {
    const entry = this.#entry(pbxId, older.organisationId);
    entry.link ??= older.link;
    entry.identity ??= older.identity;
    entry.events.unshift(...older.events);
  }

  async #write(tx: Tx, pbxId: string, { organisationId, link, identity, events }: Pending): Promise<void> {
    const values = { ...(link ? linkColumns(link) : {}), ...(identity ? identityColumns(identity) : {}) };
    const updated = await tx
      .update(pbxStatus)
      .set(values)
      .where(eq(pbxStatus.pbxId, pbxId))
      .returning({ id: pbxStatus.pbxId });
    // The PBX may have been removed while its last change waited.
    if (updated.length === 0 || events.length === 0) return;
    await tx.insert(pbxEvents).values(events.map((event) => ({ ...event, pbxId, organisationId })));
    const written = (this.#written.get(pbxId) ?? 0) + events.length;
    this.#written.set(pbxId, written % 50);
    if (written < 50) return;
    await tx.execute(sql`delete from pbx_events where id in (
      select id from pbx_events where pbx_id = ${pbxId} order by at desc offset ${keptEvents})`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const end of this.#unsubscribe) end();
    clearTimeout(this.#timer);
    await this.#flushing;
    if (this.#pending.size > 0) await this.#flush();
    clearTimeout(this.#timer);
  }
}

function linkColumns(link: LinkView) {
  return {
    linkKind: link.kind,
    linkStep: link.step ?? null,
    linkReason: link.reason ?? null,
    linkDetail: link.detail === undefined ? null : storableText(link.detail),
    linkSince: link.since,
    linkRetryAt: link.retryAt ?? null,
  };
}

/** Fields that this connection did not report keep what an earlier one said. */
function identityColumns(identity: PbxIdentity) {
  const known: Partial<typeof pbxStatus.$inferInsert> = { identityAt: new Date() };
  if (identity.pbx !== undefined) known.pbxName = identity.pbx;
  if (identity.domain !== undefined) known.pbxDomain = identity.domain;
  if (identity.dns !== undefined) known.pbxDns = identity.dns;
  if (identity.ip4 !== undefined) known.pbxIp4 = identity.ip4;
  if (identity.version !== undefined) known.pbxVersion = identity.version;
  if (identity.build !== undefined) known.pbxBuild = identity.build;
  if (identity.apis !== undefined) known.apis = identity.apis;
  return known;
}
