import { invalidField, type AuditTargetKind, type ListAuditInput } from '@switchroom/contracts';
import { eq, gte, lte, or, type SQL, sql } from 'drizzle-orm';
import { auditEntries, organisations } from '../../db/schema/index';

/** What narrows the log, without paging. */
export type AuditFilter = Omit<ListAuditInput, 'organisationId' | 'limit' | 'cursor'>;

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The filter as conditions on `audit_entries` joined with `organisations`. */
export function auditConditions(filter: AuditFilter): (SQL | undefined)[] {
  return [
    filter.from === undefined ? undefined : gte(auditEntries.at, new Date(filter.from)),
    filter.to === undefined ? undefined : lte(auditEntries.at, new Date(filter.to)),
    personCondition(filter.actor, auditEntries.actorId, auditEntries.actorName),
    personCondition(filter.onBehalfOf, auditEntries.onBehalfOfId, auditEntries.onBehalfOfName),
    actionCondition(filter.action),
    filter.targetId === undefined
      ? filter.targetKind && eq(auditEntries.targetKind, filter.targetKind)
      : targetCondition(filter.targetKind, filter.targetId),
    filter.result && eq(auditEntries.result, filter.result),
    // Row-level security lets no organisation of somebody else be found here.
    filter.within === undefined
      ? undefined
      : sql`starts_with(${organisations.path}, (select path from organisations where id = ${filter.within}))`,
    filter.pbxId === undefined ? undefined : eq(auditEntries.pbxId, filter.pbxId),
    textCondition(filter.q),
  ];
}

/** All entries about one thing: a PBX has those of its objects too, a person or an organisation those of every kind. */
export function targetCondition(kind: AuditTargetKind | undefined, id: string): SQL | undefined {
  const about = eq(auditEntries.targetId, id);
  if (kind === 'pbx' && uuid.test(id)) return or(about, eq(auditEntries.pbxId, id));
  // What was written for a plan carries the request that made it.
  if (kind === 'plan' && uuid.test(id)) {
    return or(about, sql`${auditEntries.requestId} = (select request_id from plans where id = ${id})`);
  }
  // A person's memberships are things of their own.
  if (kind === 'account') {
    return or(about, sql`${auditEntries.targetId} in (select id::text from members where user_id = ${id})`);
  }
  return about;
}

function personCondition(
  wanted: string | undefined,
  id: typeof auditEntries.actorId | typeof auditEntries.onBehalfOfId,
  name: typeof auditEntries.actorName | typeof auditEntries.onBehalfOfName,
): SQL | undefined {
  if (wanted === undefined || wanted === '') return undefined;
  return or(eq(id, wanted), sql`${name} ilike ${containing(wanted)}`);
}

function actionCondition(action: string | undefined): SQL | undefined {
  if (action === undefined || action === '') return undefined;
  if (!/^[a-z][a-z-]*(\.[a-z][a-z-]*)*$/.test(action)) throw invalidField('action', 'action-unknown');
  return action.includes('.')
    ? eq(auditEntries.action, action)
    : sql`starts_with(${auditEntries.action}, ${`${action}.`})`;
}

function textCondition(q: string): SQL | undefined {
  if (q === '') return undefined;
  if (uuid.test(q)) {
    const id = q.toLowerCase();
    return or(eq(auditEntries.requestId, id), eq(auditEntries.targetId, id), sql`${auditEntries.id} = ${id}::uuid`);
  }
  const text = containing(q);
  return sql`(${auditEntries.actorName} ilike ${text} or ${auditEntries.onBehalfOfName} ilike ${text}
    or ${auditEntries.action} ilike ${text} or ${auditEntries.targetName} ilike ${text}
    or ${auditEntries.reason} ilike ${text} or ${auditEntries.address} ilike ${text})`;
}

/** Wildcards are text like any other. */
function containing(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, (character) => `\\${character}`)}%`;
}
