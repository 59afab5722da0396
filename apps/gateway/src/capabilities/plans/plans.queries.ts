import { type ListPlansInput, type OperationState, type Page, type PlanRow } from '@switchroom/contracts';
import { and, desc, eq, inArray, type SQL, sql } from 'drizzle-orm';
import { decodeCursor, encodeCursor } from '../../db/cursor';
import type { Tx } from '../../db/database';
import { operations, pbxs, plans } from '../../db/schema/index';
import { planRow } from '../../plans/views';

/** One page of plans of the tenant's scope, newest first. Row-level security keeps other organisations out. */
export async function listPlans(tx: Tx, input: ListPlansInput): Promise<Page<PlanRow>> {
  const filter = and(...conditions(input));
  const after = input.cursor === undefined ? undefined : decodeCursor(input.cursor);
  // PostgreSQL keeps microseconds that a Date loses, so the cursor carries its own text.
  const createdText = sql<string>`${plans.createdAt}::text`;
  const rows = await tx
    .select({ plan: plans, pbx: { id: pbxs.id, name: pbxs.name }, createdText })
    .from(plans)
    .innerJoin(pbxs, eq(pbxs.id, plans.pbxId))
    .where(
      and(filter, after && sql`(${plans.createdAt}, ${plans.id}) < (${after.value}::timestamptz, ${after.id}::uuid)`),
    )
    .orderBy(desc(plans.createdAt), desc(plans.id))
    .limit(input.limit + 1);
  const [counted] = await tx
    .select({ total: sql<number>`count(*)::int` })
    .from(plans)
    .innerJoin(pbxs, eq(pbxs.id, plans.pbxId))
    .where(filter);
  const page = rows.slice(0, input.limit);
  const counts = await countOperations(
    tx,
    page.map(({ plan }) => plan.id),
  );
  const last = page.at(-1);
  return {
    rows: page.map(({ plan, pbx }) => planRow(plan, pbx, counts.get(plan.id) ?? {})),
    nextCursor: rows.length > input.limit && last ? encodeCursor(last.createdText, last.plan.id) : undefined,
    total: counted?.total ?? 0,
  };
}

async function countOperations(tx: Tx, planIds: string[]) {
  const counts = new Map<string, Partial<Record<OperationState, number>>>();
  if (planIds.length === 0) return counts;
  const rows = await tx
    .select({ planId: operations.planId, state: operations.state, count: sql<number>`count(*)::int` })
    .from(operations)
    .where(inArray(operations.planId, planIds))
    .groupBy(operations.planId, operations.state);
  for (const { planId, state, count } of rows) counts.set(planId, { ...counts.get(planId), [state]: count });
  return counts;
}

function conditions(input: ListPlansInput): (SQL | undefined)[] {
  const text = `%${input.q.replaceAll(/[\\%_]/g, (character) => `\\${character}`)}%`;
  return [
    input.pbxId === undefined ? undefined : eq(plans.pbxId, input.pbxId),
    input.state.length === 0 ? undefined : inArray(plans.state, input.state),
    input.q === ''
      ? undefined
      : sql`(${pbxs.name} ilike ${text} or ${plans.createdByName} ilike ${text} or ${plans.title} -> 'params' ->> 'name' ilike ${text})`,
  ];
}
