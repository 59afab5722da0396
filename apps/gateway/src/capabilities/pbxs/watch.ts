import type { PbxDetail } from '@switchroom/contracts';
import type { Database } from '../../db/database';
import type { Tenant } from '../../db/tenant';
import type { GatewayBus, GatewayEventMap } from '../../events';
import { toDetail } from './pbx-view';
import { countPbxs, findPbx, rowsById } from './pbxs.queries';
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

/**
 * Listens first, then reads, so that nothing falls between; a row read by row-level security in the tenant's own scope
 * can never be another tenant's, whatever the bus carried. A changed id that the scope does not see is dropped.
 */
export async function* watchFleet(
  db: Database,
  bus: GatewayBus,
  tenant: Tenant,
  signal: AbortSignal,
): AsyncGenerator<FleetUpdate> {
  const beats = new Beats<GatewayEventMap['pbx.changed']>();
  const off = bus.on('pbx.changed', (event) => beats.add(event.pbxId, event));
  const known = new Set<string>();
  try {
    yield { kind: 'rows', rows: [], counts: await db.inScope(tenant, (tx) => countPbxs(tx, tenant.path)) };
    while (!signal.aborted) {
      const events = await beats.next(signal);
      for (let start = 0; start < events.length; start += batch) {
        const ids = events.slice(start, start + batch).map((event) => event.pbxId);
        const { rows, counts } = await db.inScope(tenant, async (tx) => ({
          rows: await rowsById(tx, ids),
          counts: await countPbxs(tx, tenant.path),
        }));
        for (const id of rows.keys()) known.add(id);
        if (rows.size > 0) yield { kind: 'rows', rows: [...rows.values()], counts };
        // A removed row cannot be read any more; only its own tenants were ever sent it, or hear an id they cannot use.
        for (const id of ids.filter((candidate) => !rows.has(candidate) && known.delete(candidate))) {
          yield { kind: 'removed', pbxId: id, counts };
        }
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
