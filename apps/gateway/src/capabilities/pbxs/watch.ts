import type { PbxDetail } from '@switchroom/contracts';
import type { Database } from '../../db/database';
import type { Tenant } from '../../db/tenant';
import type { GatewayBus, GatewayEventMap } from '../../events';
import { toDetail } from './pbx-view';
import { countPbxs, findPbx, organisationsBelow, rowsById } from './pbxs.queries';
import type { FleetUpdate } from './pbxs.service';

const coalesceMs = 150;
/** More changed rows than this in one beat are read in several steps, so that one stream cannot hold the pool. */
const batch = 200;

/** Gathers bus events of a scope and hands them out in beats, until the signal aborts. */
class Beats<T> {
  readonly #items = new Map<string, T>();
  #wake: (() => void) | undefined;

  add(key: string, item: T): void {
    this.#items.set(key, item);
    this.#wake?.();
  }

  /** Resolves with what has gathered one beat after the first item; with nothing once aborted. */
  async next(signal: AbortSignal): Promise<T[]> {
    if (this.#items.size === 0 && !signal.aborted) await this.#first(signal);
    if (signal.aborted) return [];
    await pause(coalesceMs, signal);
    const items = [...this.#items.values()];
    this.#items.clear();
    return items;
  }

  #first(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        signal.removeEventListener('abort', done);
        this.#wake = undefined;
        resolve();
      };
      this.#wake = done;
      signal.addEventListener('abort', done, { once: true });
    });
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
}

type PbxChanged = GatewayEventMap['pbx.changed'];

/**
 * Lets events of the tenant's organisations through. Which those are is asked once an organisation: a neighbour's changes,
 * most of what happens in a large fleet, then cost a stream nothing.
 */
function scopeFilter(db: Database, tenant: Tenant): (events: PbxChanged[]) => Promise<PbxChanged[]> {
  const visible = new Map<string, boolean>();
  return async (events) => {
    const asked = new Set(events.map(({ organisationId }) => organisationId).filter((id) => !visible.has(id)));
    if (asked.size > 0) {
      const found = await db.inScope(tenant, (tx) => organisationsBelow(tx, tenant.path, [...asked]));
      for (const id of asked) visible.set(id, found.has(id));
    }
    return events.filter(({ organisationId }) => visible.get(organisationId) === true);
  };
}

/**
 * Listens first, then reads, so that nothing falls between; a row read by row-level security in the tenant's own scope
 * can never be another tenant's, whatever the bus carried. A PBX of the tenant's organisations that is no longer there was
 * removed.
 */
export async function* watchFleet(
  db: Database,
  bus: GatewayBus,
  tenant: Tenant,
  signal: AbortSignal,
): AsyncGenerator<FleetUpdate> {
  const beats = new Beats<PbxChanged>();
  const off = bus.on('pbx.changed', (event) => beats.add(event.pbxId, event));
  const ofTenant = scopeFilter(db, tenant);
  try {
    yield { kind: 'rows', rows: [], counts: await db.inScope(tenant, (tx) => countPbxs(tx, tenant.path)) };
    while (!signal.aborted) {
      const events = await ofTenant(await beats.next(signal));
      for (let start = 0; start < events.length; start += batch) {
        const ids = events.slice(start, start + batch).map((event) => event.pbxId);
        const { rows, counts } = await db.inScope(tenant, async (tx) => ({
          rows: await rowsById(tx, ids),
          counts: await countPbxs(tx, tenant.path),
        }));
        if (rows.size > 0) yield { kind: 'rows', rows: [...rows.values()], counts };
        for (const pbxId of ids.filter((id) => !rows.has(id))) yield { kind: 'removed', pbxId, counts };
      }
    }
  } finally {
    off();
  }
}

/** The detail at once and after each change; ends when the PBX is gone or the signal aborts. */
export async function* watchPbx(
  db: Database,
  bus: GatewayBus,
  tenant: Tenant,
  pbxId: string,
  gatewayUrl: string,
  signal: AbortSignal,
): AsyncGenerator<PbxDetail> {
  const beats = new Beats<true>();
  const wake = (event: { pbxId: string }) => {
    if (event.pbxId === pbxId) beats.add(pbxId, true);
  };
  const offs = [bus.on('pbx.changed', wake), bus.on('activity.added', wake)];
  try {
    while (!signal.aborted) {
      const record = await db.inScope(tenant, (tx) => findPbx(tx, tenant.path, pbxId));
      if (!record) return;
      yield toDetail(record, gatewayUrl);
      await beats.next(signal);
    }
  } finally {
    for (const off of offs) off();
  }
}
