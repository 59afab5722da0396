import type { FieldConflict } from '@switchroom/contracts';
import { and, eq, inArray, ne, sql } from 'drizzle-orm';
import { gatewayAddress } from '../audit/own-work';
import type { AuditLog, AuditRecord } from '../audit/port';
import type { Tx } from '../db/database';
import { appliedObjects, operations, snapshotObjects, snapshotUsers } from '../db/schema/index';
import type { ReadObject } from '../snapshots/read-objects';
import type { RecordInput } from '../snapshots/record';
import { setOf, textOf } from './app-form';
import { desiredOf, writesPassword } from './decide';
import { readableFields } from './diff';
import { type Fields, type FieldValue, readFields } from './fields';
import type { FoundObject } from './pbx-access';
import {
  forgetSecrets,
  lockConfirmed,
  type OperationRecord,
  type PlanRecord,
  skipPending,
  updateOperation,
  updatePlan,
} from './store';

/** How an operation ends for good. */
export type FinalOutcome =
  | { state: 'verified'; live: FoundObject | undefined }
  | {
      state: 'conflict' | 'failed' | 'unknown';
      reason: { key: string; params: Record<string, string> };
      conflicts?: FieldConflict[];
      /** What was read last, so that the snapshot shows what the person is told about. */
      live?: FoundObject | undefined;
    };

type RecordedObjects = Pick<RecordInput, 'reads' | 'gone' | 'written'>;

/**
 * Writes the end of an operation: its state, the audit entry, what was applied, what becomes of the plan. All in the
 * caller's transaction; returns what the snapshot has to record in the same one. Undefined when the operation was ended
 * by somebody else, or is gone with its PBX.
 */
export async function finishOperation(
  tx: Tx,
  audit: AuditLog,
  plan: PlanRecord,
  operation: OperationRecord,
  outcome: FinalOutcome,
  at: Date,
): Promise<RecordedObjects | undefined> {
  if (!(await lockConfirmed(tx, plan.id))) return undefined;
  const verified = outcome.state === 'verified';
  // An object that only has the Name of one we wanted to create is not taken for ours.
  const known = verified || outcome.reason.key === 'read-back-differs' ? outcome.live?.guid : undefined;
  const guid = operation.objectGuid ?? known ?? null;
  const ended = await updateOperation(tx, operation.id, ['pending', 'applying', 'applied', 'unknown'], {
    state: outcome.state,
    objectGuid: guid,
    settledAt: at,
    reason: verified ? null : outcome.reason,
    // What both sides had changed when the plan was made stays on record; the PBX's value was kept.
    conflicts: verified ? operation.conflicts : (outcome.conflicts ?? operation.conflicts),
    unverifiable: writesPassword(operation) ? ['password'] : [],
    sealedSecret: null,
    dataKeyId: null,
  });
  if (!ended) return undefined;
  await audit.append(tx, auditTenant(plan), auditRecord(operation, outcome, guid));
  const recorded: RecordedObjects = { reads: readsOf(operation, outcome), gone: [] };
  if (verified) await storeApplied(tx, operation, outcome.live, at);
  if (guid !== null && (verified || outcome.reason.key === 'read-back-differs')) {
    // What we wrote is ours even where the PBX made something else of it.
    recorded.written = { guid, fields: writtenFields(operation), created: operation.action === 'create' };
    if (verified && operation.action === 'delete') recorded.gone = [guid];
  }
  await movePlan(tx, plan, verified, at);
  return recorded;
}

/** Fields (ours) that an operation writes and that can be read back. */
export function writtenFields(operation: Pick<OperationRecord, 'action' | 'desired' | 'changes'>): string[] {
  return operation.action === 'create' ? Object.keys(desiredOf(operation)) : readableFields(operation.changes);
}

/** The plan goes on, ends as verified with its last operation, or stops and skips what is left. */
async function movePlan(tx: Tx, plan: PlanRecord, verified: boolean, at: Date): Promise<void> {
  if (!verified) {
    await skipPending(tx, plan.id, 'plan-stopped', at);
    await forgetSecrets(tx, [plan.id]);
    await updatePlan(tx, plan.id, { state: 'stopped', endedAt: at });
    return;
  }
  const [left] = await tx
    .select({ count: sql<number>`count(*)::int` })
    .from(operations)
    .where(and(eq(operations.planId, plan.id), ne(operations.state, 'verified')));
  const done = (left?.count ?? 0) === 0;
  await updatePlan(tx, plan.id, done ? { state: 'verified', endedAt: at } : { state: 'running' });
}

function readsOf(operation: OperationRecord, outcome: FinalOutcome): ReadObject[] {
  const kind = operation.objectKind;
  if (!outcome.live || kind === 'user') return [];
  return [{ guid: outcome.live.guid, kind, fields: readFields(kind, outcome.live) }];
}

async function storeApplied(
  tx: Tx,
  operation: OperationRecord,
  live: FoundObject | undefined,
  at: Date,
): Promise<void> {
  const { pbxId, organisationId, objectKind: kind } = operation;
  const guid = live?.guid ?? operation.objectGuid;
  if (guid === null) return;
  const own = and(eq(appliedObjects.pbxId, pbxId), eq(appliedObjects.guid, guid));
  if (!live) {
    await tx.delete(appliedObjects).where(own);
    return;
  }
  const read = readFields(kind, live);
  const values = Object.fromEntries(writtenFields(operation).map((field) => [field, read[field]]));
  const [before] = await tx.select({ fields: appliedObjects.fields }).from(appliedObjects).where(own);
  const row = { fields: { ...before?.fields, ...values }, operationId: operation.id, appliedAt: at };
  await tx
    .insert(appliedObjects)
    .values({ pbxId, organisationId, guid, kind, ...row })
    .onConflictDoUpdate({ target: [appliedObjects.pbxId, appliedObjects.guid], set: row });
  if (operation.action === 'create') await replaceDeleted(tx, pbxId, textOf(read, 'name'), guid);
  if (kind === 'user') await storeDirectApps(tx, operation, guid, setOf(read, 'apps'));
}

/** An App object made anew takes the place of the one of that Name that was deleted on the PBX. */
async function replaceDeleted(tx: Tx, pbxId: string, name: string, guid: string): Promise<void> {
  const rows = await tx
    .delete(snapshotObjects)
    .where(
      and(
        eq(snapshotObjects.pbxId, pbxId),
        eq(snapshotObjects.name, name),
        ne(snapshotObjects.guid, guid),
        sql`(${snapshotObjects.outside} ->> 'deleted')::boolean`,
      ),
    )
    .returning({ guid: snapshotObjects.guid });
  const guids = rows.map((row) => row.guid);
  if (guids.length === 0) return;
  await tx.delete(appliedObjects).where(and(eq(appliedObjects.pbxId, pbxId), inArray(appliedObjects.guid, guids)));
}

async function storeDirectApps(
  tx: Tx,
  operation: OperationRecord,
  guid: string,
  apps: readonly string[],
): Promise<void> {
  const own = and(eq(snapshotUsers.pbxId, operation.pbxId), eq(snapshotUsers.guid, guid));
  if (apps.length === 0) await tx.delete(snapshotUsers).where(own);
  else
    await tx
      .update(snapshotUsers)
      .set({ apps: [...apps] })
      .where(own);
}

/** The person who let the plan be carried out; the request is that of the plan, and the gateway carried it out. */
function auditTenant(plan: PlanRecord) {
  const { confirmedBy, confirmedByName, onBehalfOfId, onBehalfOfName } = plan;
  return {
    organisationId: plan.organisationId,
    // Plans from before the confirmation was kept have only who made them.
    actor: { id: confirmedBy ?? plan.createdBy, name: confirmedByName ?? plan.createdByName },
    onBehalfOf: onBehalfOfId === null ? undefined : { id: onBehalfOfId, name: onBehalfOfName ?? onBehalfOfId },
    requestId: plan.requestId,
    address: gatewayAddress,
  };
}

function auditRecord(operation: OperationRecord, outcome: FinalOutcome, guid: string | null): AuditRecord {
  const noun = operation.objectKind === 'app' ? 'app-object' : operation.objectKind;
  const fields = writtenFields(operation);
  const pick = (values: Fields) => Object.fromEntries(fields.map((field) => [field, values[field]]));
  const before: Record<string, FieldValue | undefined> = operation.base ? pick(operation.base as Fields) : {};
  const after: Record<string, unknown> = operation.action === 'delete' ? {} : pick(desiredOf(operation));
  if (writesPassword(operation)) after.password = 'changed';
  if (outcome.state !== 'verified') after.outcome = `${outcome.state}: ${outcome.reason.key}`;
  return {
    action: `${noun}.${operation.action}`,
    target: { kind: 'app-object', id: guid ?? operation.id, name: operation.objectName },
    pbxId: operation.pbxId,
    before: operation.action === 'delete' ? operation.base : before,
    after,
    result: outcome.state === 'verified' ? 'allowed' : 'failed',
  };
}
