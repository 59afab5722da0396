import { sql } from 'drizzle-orm';
import type { Tx } from '../db/database';
import { callRecords } from '../db/schema/index';
import { type CallFacts, callKey, legOf, rankOf } from './call-record';

/** The PBX that a record comes from. */
export interface RecordOwner {
  pbxId: string;
  organisationId: string;
}

/** Records that are remembered of one call; a user has fewer devices. */
const MAX_LEGS = 50;

type Row = typeof callRecords.$inferInsert;

/**
 * Stores a record, or joins it with what is there of the same call: the one that tells the call best counts, and which
 * ones came in is remembered. The same records in any order, and any of them repeatedly, leave the same row.
 */
export async function storeCall(tx: Tx, owner: RecordOwner, facts: CallFacts): Promise<void> {
  const row = rowOf(owner, facts);
  const better = sql`excluded.rank collate "C" > ${callRecords.rank} collate "C"`;
  const legs = sql`array(select leg from unnest(${callRecords.legs} || excluded.legs) leg group by leg order by leg collate "C" limit ${sql.raw(String(MAX_LEGS))})`;
  const told = Object.keys(row).filter((key) => !(key in identity)) as (keyof Row)[];
  const columns = told.map((key) => {
    const column = callRecords[key];
    return [key, sql`case when ${better} then excluded.${sql.identifier(column.name)} else ${column} end`] as const;
  });
  await tx
    .insert(callRecords)
    .values(row)
    .onConflictDoUpdate({
      target: [callRecords.pbxId, callRecords.callKey],
      set: { ...Object.fromEntries(columns), legs },
      // A mere repetition writes nothing.
      setWhere: sql`${better} or not ${callRecords.legs} @> excluded.legs`,
    });
}

/** What a row is found by, or gathers; the rest is told by the best record. */
const identity = { pbxId: true, organisationId: true, callKey: true, legs: true };

function rowOf({ pbxId, organisationId }: RecordOwner, facts: CallFacts): Row {
  return {
    pbxId,
    organisationId,
    callKey: callKey(facts),
    legs: [legOf(facts)],
    rank: rankOf(facts),
    source: facts.source,
    conference: facts.conference,
    userGuid: facts.user.guid,
    userName: facts.user.name,
    userCn: facts.user.cn,
    userNumber: facts.user.number,
    direction: facts.direction,
    remoteNumber: facts.remote.number,
    remoteName: facts.remote.name,
    clir: facts.clir,
    external: facts.external,
    missed: facts.missed,
    status: facts.status,
    cause: facts.cause,
    further: facts.further,
    startedAt: facts.startedAt,
    alertSeconds: facts.alertSeconds,
    connectedSeconds: facts.connectedSeconds,
    callSeconds: facts.callSeconds,
    events: facts.events,
    groups: facts.groups,
  };
}
