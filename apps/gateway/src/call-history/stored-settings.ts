import {
  type Masking,
  resolveSetting,
  type SettingEntry,
  settingEntry,
  type SettingStep,
  type SettingValue,
} from '@switchroom/contracts';
import { sql } from 'drizzle-orm';
import { type Database, systemScope } from '../db/database';
import type { CallHistorySettings } from './settings-port';

type Place = { id: string; name: string };
type Row = {
  pbx_id: string;
  level: SettingStep<Place>['level'];
  id: string;
  name: string;
  value: SettingValue | null;
  locked: boolean;
};

/**
 * The settings read from their tables: the chain of each PBX from the top of the tree down, the nearest own value, and
 * the topmost lock. Behind the port, so that a room of settings can take its place.
 */
export function storedSettings(db: Database): CallHistorySettings {
  return {
    async retentionOf(pbxIds) {
      const entry = entryOf('attendant.retentionDays');
      return mapValues(await chainsOf(db, pbxIds, entry.key), (chain) => {
        const { value, from } = resolveSetting(entry.factory, chain);
        const wanted = resolveSetting(
          entry.factory,
          chain.map((step) => ({ ...step, locked: false })),
        );
        return {
          wantedDays: daysOf(wanted.value),
          days: daysOf(value),
          origin: from === undefined ? { level: 'factory' as const } : { level: from.level, at: from.at },
        };
      });
    },
    async maskingOf(pbxIds) {
      const entry = entryOf('attendant.forwardMasking');
      return mapValues(await chainsOf(db, pbxIds, entry.key), (chain) =>
        maskingOf(resolveSetting(entry.factory, chain).value),
      );
    },
  };
}

/** What lies above the caller counts too, so the chains are read over all organisations. */
async function chainsOf(
  db: Database,
  pbxIds: readonly string[],
  key: string,
): Promise<Map<string, SettingStep<Place>[]>> {
  if (pbxIds.length === 0) return new Map();
  const { rows } = await db.inScope(systemScope, (tx) =>
    tx.execute<Row>(sql`
      with wanted as (
        select p.id, p.name, p.organisation_id, o.path from pbxs p join organisations o on o.id = p.organisation_id
        where p.id = any(${sql.param([...pbxIds])}::uuid[])),
      steps as (
        select w.id as pbx_id, a.kind as level, a.id, a.name, up.depth, a.id as organisation_id, null::uuid as at_pbx
        from wanted w
        cross join unnest(string_to_array(trim(both '/' from w.path), '/')::uuid[]) with ordinality up (id, depth)
        join organisations a on a.id = up.id
        union all
        select w.id, 'pbx', w.id, w.name, 1000000, w.organisation_id, w.id from wanted w)
      select s.pbx_id, s.level, s.id, s.name, v.value, l.id is not null as locked
      from steps s
      left join setting_values v on v.organisation_id = s.organisation_id and v.pbx_id is not distinct from s.at_pbx and v.key = ${key}
      left join setting_locks l on s.at_pbx is null and l.organisation_id = s.organisation_id and l.key = ${key}
      order by s.pbx_id, s.depth`),
  );
  const chains = new Map<string, SettingStep<Place>[]>();
  for (const { pbx_id: pbxId, level, id, name, value, locked } of rows) {
    const chain = chains.get(pbxId) ?? [];
    chain.push({ level, at: { id, name }, value: value ?? undefined, locked });
    chains.set(pbxId, chain);
  }
  return chains;
}

function entryOf(key: string): SettingEntry {
  const entry = settingEntry(key);
  if (entry === undefined) throw new Error(`the catalogue has no setting ${key}`);
  return entry;
}

function daysOf(value: SettingValue): number {
  if (typeof value !== 'number' || value < 1) throw new Error('a number of days was expected');
  return value;
}

function maskingOf(value: SettingValue): Masking {
  if (typeof value === 'object' && 'digits' in value) return value;
  throw new Error('a masking was expected');
}

function mapValues<From, To>(map: ReadonlyMap<string, From>, change: (from: From) => To): Map<string, To> {
  return new Map([...map].map(([key, value]) => [key, change(value)]));
}
