import type { ActivityEntry, Page } from '@switchroom/contracts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from '../../db/cursor';
import type { Tx } from '../../db/database';

const rowSchema = z.object({
  id: z.string(),
  at: z.coerce.date(),
  key: z.string(),
  kind: z.string(),
  actor: z.string().nullable(),
  params: z.record(z.string(), z.unknown()).nullable(),
  object_guid: z.string().nullable(),
  plan_id: z.string().nullable(),
});

/** What the PBX did and what people did to it, newest first: link events and audit entries as one list. */
export async function listActivity(
  tx: Tx,
  input: { pbxId: string; cursor?: string | undefined; limit: number },
): Promise<Page<ActivityEntry>> {
  const after = input.cursor === undefined ? undefined : decodeCursor(input.cursor);
  const all = sql`(
    select id, at, kind, null::text as actor, params, object_guid, null::text as plan_id
      from pbx_events where pbx_id = ${input.pbxId}
    union all
    select id, at, action as kind, actor_name as actor,
      jsonb_build_object('target', target_name, 'result', result) as params,
      case when target_kind = 'app-object' then target_id end as object_guid,
      case when target_kind = 'plan' then target_id end as plan_id
      from audit_entries where pbx_id = ${input.pbxId}
  )`;
  const beyond = after === undefined ? sql`true` : sql`(at, id) < (${after.value}::timestamptz, ${after.id}::uuid)`;
  const found = await tx.execute(sql`
    select id, at, at::text as key, kind, actor, params, object_guid, plan_id from ${all} as entries
    where ${beyond} order by at desc, id desc limit ${input.limit + 1}`);
  const [total] = (await tx.execute(sql`select count(*)::int as value from ${all} as entries`)).rows;
  const rows = found.rows.map((row) => rowSchema.parse(row));
  const page = rows.slice(0, input.limit);
  const last = page.at(-1);
  return {
    rows: page.map((row) => ({
      id: row.id,
      at: row.at,
      kind: row.kind,
      actor: row.actor ?? undefined,
      params: Object.fromEntries(Object.entries(row.params ?? {}).map(([key, value]) => [key, String(value)])),
      planId: row.plan_id ?? undefined,
      objectGuid: row.object_guid ?? undefined,
    })),
    nextCursor: rows.length > input.limit && last ? encodeCursor(last.key, last.id) : undefined,
    total: z.object({ value: z.number() }).parse(total).value,
  };
}
