import {
  AppError,
  type CallDetail,
  type CallPage,
  type CallRow,
  invalidField,
  type ListCallsInput,
} from '@switchroom/contracts';
import { and, desc, eq, type SQL, sql } from 'drizzle-orm';
import { decodeCursor, encodeCursor } from '../../db/cursor';
import type { Tx } from '../../db/database';
import { callRecords, organisations, pbxs } from '../../db/schema/index';

const EXACT_UP_TO = 10_000;
/** Up to so many organisations each is asked for its newest; of more, the newest of all are looked through. */
const FEW = 64;

type Stored = typeof callRecords.$inferSelect;

/** A page of calls, newest first; row-level security keeps it to the scope of `tx`. */
export async function listCalls(tx: Tx, input: ListCallsInput): Promise<CallPage> {
  const after = input.cursor === undefined ? undefined : decodeCursor(input.cursor);
  if (after !== undefined && Number.isNaN(Date.parse(after.value))) throw invalidField('cursor', 'cursor-invalid');
  const filter = filterOf(input);
  // Milliseconds, as the cursor has them: what PBXes and we write is no finer.
  const rest = after && sql`(started_at, id) < (${after.value}::timestamptz, ${after.id}::uuid)`;
  const newest = sql`order by started_at desc, id desc limit ${input.limit + 1}`;
  const within = input.pbxId === undefined ? await organisationsInScope(tx) : undefined;
  const newestIds =
    within === undefined
      ? sql`select id from call_records where ${and(filter, rest) ?? sql`true`} ${newest}`
      : sql`select id from unnest(${sql.param(within)}::uuid[]) o (own)
          cross join lateral (select id, started_at from call_records
            where organisation_id = o.own and ${and(filter, rest) ?? sql`true`} ${newest}) mine
          ${newest}`;
  const found = await rowsOf(tx, sql`${callRecords.id} in (${newestIds})`);
  const rows = found.slice(0, input.limit);
  const last = rows.at(-1);
  const more = found.length > input.limit;
  const whole = and(filter, within && sql`organisation_id = any(${sql.param(within)}::uuid[])`);
  return {
    rows,
    nextCursor: more && last ? encodeCursor(last.startedAt.toISOString(), last.id) : undefined,
    total: more || after !== undefined ? await countCalls(tx, whole) : rows.length,
  };
}

/** One call with its flow; `not-found` where it is out of scope or purged. */
export async function findCall(tx: Tx, callId: string): Promise<CallDetail> {
  const [row] = await rowsOf(tx, eq(callRecords.id, callId));
  const [stored] = await tx.select().from(callRecords).where(eq(callRecords.id, callId));
  if (row === undefined || stored === undefined) throw new AppError('not-found');
  return { ...row, conference: stored.conference, events: stored.events, groups: stored.groups };
}

async function rowsOf(tx: Tx, which: SQL): Promise<CallRow[]> {
  const rows = await tx
    .select({ call: callColumns, pbx: { id: pbxs.id, name: pbxs.name }, organisation: organisationColumns })
    .from(callRecords)
    .innerJoin(pbxs, eq(pbxs.id, callRecords.pbxId))
    .innerJoin(organisations, eq(organisations.id, callRecords.organisationId))
    .where(which)
    .orderBy(desc(callRecords.startedAt), desc(callRecords.id));
  return rows.map(({ call, pbx, organisation }) => toRow(call, pbx, organisation));
}

const callColumns = {
  id: callRecords.id,
  userName: callRecords.userName,
  userCn: callRecords.userCn,
  userNumber: callRecords.userNumber,
  direction: callRecords.direction,
  remoteNumber: callRecords.remoteNumber,
  remoteName: callRecords.remoteName,
  clir: callRecords.clir,
  external: callRecords.external,
  missed: callRecords.missed,
  status: callRecords.status,
  cause: callRecords.cause,
  startedAt: callRecords.startedAt,
  alertSeconds: callRecords.alertSeconds,
  connectedSeconds: callRecords.connectedSeconds,
  callSeconds: callRecords.callSeconds,
  source: callRecords.source,
};
const organisationColumns = { id: organisations.id, name: organisations.name, kind: organisations.kind };

function toRow(
  call: Pick<Stored, keyof typeof callColumns>,
  pbx: CallRow['pbx'],
  organisation: CallRow['organisation'],
): CallRow {
  const { userName, userCn, userNumber, remoteNumber, remoteName, ...same } = call;
  return {
    ...same,
    pbx,
    organisation,
    user: { name: userName, cn: userCn, number: userNumber },
    remote: { number: remoteNumber, name: remoteName },
  };
}

/** The organisations of the scope when they are few, so that a customer's page does not look through everybody's calls. */
async function organisationsInScope(tx: Tx): Promise<string[] | undefined> {
  const rows = await tx
    .select({ id: organisations.id })
    .from(organisations)
    .limit(FEW + 1);
  return rows.length > FEW ? undefined : rows.map(({ id }) => id);
}

function filterOf(input: ListCallsInput): SQL | undefined {
  const text = `%${input.q.replaceAll(/[\\%_]/g, (character) => `\\${character}`)}%`;
  const { pbxId, direction, status, missed, from, to, q } = input;
  return and(
    pbxId === undefined ? undefined : sql`pbx_id = ${pbxId}`,
    direction === undefined ? undefined : sql`direction = ${direction}`,
    status === undefined ? undefined : sql`status = ${status}`,
    missed === undefined ? undefined : sql`missed = ${missed}`,
    from === undefined ? undefined : sql`started_at >= ${from}::timestamptz`,
    to === undefined ? undefined : sql`started_at <= ${to}::timestamptz`,
    // A number that is masked is not found by digits that are not shown either.
    q === ''
      ? undefined
      : sql`((direction <> 'forwarded' and remote_number ilike ${text}) or remote_name ilike ${text} or user_cn ilike ${text}
          or user_name ilike ${text} or user_number ilike ${text})`,
  );
}

/** Exact up to 10,000; above that the planner's estimate, which costs nothing. */
async function countCalls(tx: Tx, filter: SQL | undefined): Promise<number> {
  const where = filter ?? sql`true`;
  const counted = await tx.execute<{ count: number }>(
    sql`select count(*)::int as count from (select from call_records where ${where} limit ${EXACT_UP_TO + 1}) matched`,
  );
  const count = counted.rows[0]?.count ?? 0;
  if (count <= EXACT_UP_TO) return count;
  const plan = await tx.execute<{ 'QUERY PLAN': { Plan: { 'Plan Rows': number } }[] }>(
    sql`explain (format json) select from call_records where ${where}`,
  );
  return Math.max(count, plan.rows[0]?.['QUERY PLAN'][0]?.Plan['Plan Rows'] ?? count);
}
