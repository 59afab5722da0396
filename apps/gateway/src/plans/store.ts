import { AppError, type PlanTitle } from '@switchroom/contracts';
import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import type { Tx } from '../db/database';
import { operations, pbxs, plans, pbxStatus } from '../db/schema/index';
import type { SecretBox } from '../db/secrets-port';
import type { Tenant } from '../db/tenant';
import { makePassword } from './password';
import type { OperationDraft } from './plan-builder';

export type PlanRecord = typeof plans.$inferSelect;
export type OperationRecord = typeof operations.$inferSelect;

/** A plan with its operations in order. */
export interface StoredPlan {
  plan: PlanRecord;
  operations: OperationRecord[];
}

/** A plan as it is drafted, before it is stored. */
export interface PlanDraft {
  title: PlanTitle;
  operations: OperationDraft[];
  usersAffected: number | undefined;
  warnings: PlanRecord['warnings'];
}

/** What a new App password is sealed for: this operation and nothing else. */
export function passwordOwner(operation: { organisationId: string; id: string }) {
  return { organisationId: operation.organisationId, id: operation.id, purpose: 'app-password' };
}

/** Makes and seals the passwords of a draft; outside of the transaction, because sealing may need the database too. */
export async function prepareOperations(
  secrets: SecretBox,
  organisationId: string,
  drafts: readonly OperationDraft[],
): Promise<(Partial<OperationRecord> & { id: string })[]> {
  return await Promise.all(
    drafts.map(async (draft) => {
      const id = randomUUID();
      if (!draft.newPassword) return { id };
      const { sealed, dataKeyId } = await secrets.seal(makePassword(), passwordOwner({ organisationId, id }));
      return { id, sealedSecret: sealed, dataKeyId };
    }),
  );
}

/** Stores an open plan; its operations are pending, or in conflict where nothing is left to write. */
export async function insertPlan(
  tx: Tx,
  tenant: Tenant,
  pbx: { id: string; organisationId: string },
  draft: PlanDraft,
  prepared: readonly (Partial<OperationRecord> & { id: string })[],
): Promise<string> {
  const common = { organisationId: pbx.organisationId, pbxId: pbx.id };
  const planId = randomUUID();
  await tx.insert(plans).values({
    ...common,
    id: planId,
    title: draft.title,
    usersAffected: draft.usersAffected ?? null,
    warnings: draft.warnings,
    createdBy: tenant.actor.id,
    createdByName: tenant.actor.name,
    requestId: tenant.requestId,
  });
  await tx.insert(operations).values(
    draft.operations.map((operation, position) => ({
      ...prepared[position],
      ...common,
      planId,
      position,
      dependsOn: operation.dependsOn,
      action: operation.action,
      objectKind: operation.kind,
      objectGuid: operation.guid ?? null,
      objectName: operation.name,
      base: operation.base,
      desired: operation.desired,
      changes: operation.changes,
      conflicts: operation.conflicts,
      ...(operation.conflicts.length > 0 && {
        reason: {
          key: 'changed-by-both',
          params: { fields: operation.conflicts.map(({ field }) => field).join(', ') },
        },
        // The live value of such a field stays; with other changes there is still something to do.
        ...(operation.changes.length === 0 && { state: 'conflict' as const }),
      }),
    })),
  );
  return planId;
}

/** The plan with its operations; AppError `not-found` when it does not exist or lies outside the scope. */
export async function loadPlan(tx: Tx, planId: string, options: { lock?: boolean } = {}): Promise<StoredPlan> {
  const query = tx.select().from(plans).where(eq(plans.id, planId));
  const [plan] = options.lock ? await query.for('update') : await query;
  if (!plan) throw new AppError('not-found', { message: 'no such plan' });
  return { plan, operations: await operationsOf(tx, planId) };
}

/** The plan that is to be carried out now: the one confirmed first of those not ended. */
export async function nextPlan(tx: Tx, pbxId: string): Promise<StoredPlan | undefined> {
  const [plan] = await tx
    .select()
    .from(plans)
    .where(and(eq(plans.pbxId, pbxId), inArray(plans.state, ['queued', 'running'])))
    .orderBy(asc(plans.confirmedAt), asc(plans.id))
    .limit(1);
  return plan && { plan, operations: await operationsOf(tx, plan.id) };
}

/** Locks the plan; false when it is no longer to be carried out (discarded meanwhile, or gone). */
export async function lockConfirmed(tx: Tx, planId: string): Promise<boolean> {
  const [plan] = await tx.select({ state: plans.state }).from(plans).where(eq(plans.id, planId)).for('update');
  return plan?.state === 'queued' || plan?.state === 'running';
}

/** PBXes that have something to carry out. */
export async function pbxsWithPlans(tx: Tx): Promise<string[]> {
  const rows = await tx
    .selectDistinct({ pbxId: plans.pbxId })
    .from(plans)
    .where(inArray(plans.state, ['queued', 'running']));
  return rows.map(({ pbxId }) => pbxId);
}

/**
 * The gateway stopped between sending and recording: what became of these writes is unknown until the PBX is read.
 * Returns them all, so that their traces on the PBX are known as ours.
 */
export async function markInterrupted(tx: Tx): Promise<OperationRecord[]> {
  await tx
    .update(operations)
    .set({ state: 'unknown', reason: { key: 'gateway-restart', params: {} } })
    .where(inArray(operations.state, ['applying', 'applied']));
  return await tx
    .select()
    .from(operations)
    .where(and(eq(operations.state, 'unknown'), sql`${operations.settledAt} is null`));
}

/** Changes an operation that is in one of these states; false when it no longer is, or is gone. */
export async function updateOperation(
  tx: Tx,
  id: string,
  from: readonly OperationRecord['state'][],
  set: Partial<OperationRecord>,
): Promise<boolean> {
  const rows = await tx
    .update(operations)
    .set(set)
    .where(and(eq(operations.id, id), inArray(operations.state, [...from])))
    .returning({ id: operations.id });
  return rows.length === 1;
}

export async function updatePlan(tx: Tx, id: string, set: Partial<PlanRecord>): Promise<void> {
  await tx.update(plans).set(set).where(eq(plans.id, id));
}

/** Ends every other open plan of the PBX: they were made from a state that a confirmed plan is about to change. */
export async function discardOpenPlans(tx: Tx, pbxId: string, at: Date): Promise<string[]> {
  const rows = await tx
    .update(plans)
    .set({ state: 'discarded', endedAt: at })
    .where(and(eq(plans.pbxId, pbxId), eq(plans.state, 'open')))
    .returning({ id: plans.id });
  const ids = rows.map(({ id }) => id);
  await forgetSecrets(tx, ids);
  return ids;
}

/** Gives up what of a plan was not tried yet, with the reason; returns how many operations that were. */
export async function skipPending(tx: Tx, planId: string, reason: string, at: Date): Promise<number> {
  const rows = await tx
    .update(operations)
    .set({
      state: 'skipped',
      settledAt: at,
      reason: { key: reason, params: {} },
      sealedSecret: null,
      dataKeyId: null,
    })
    .where(and(eq(operations.planId, planId), eq(operations.state, 'pending')))
    .returning({ id: operations.id });
  return rows.length;
}

/** Erases passwords that will never be written. */
export async function forgetSecrets(tx: Tx, planIds: readonly string[]): Promise<void> {
  if (planIds.length === 0) return;
  await tx
    .update(operations)
    .set({ sealedSecret: null, dataKeyId: null })
    .where(inArray(operations.planId, [...planIds]));
}

export async function setLastPlan(tx: Tx, pbxId: string, planId: string): Promise<void> {
  await tx.update(pbxStatus).set({ lastPlanId: planId }).where(eq(pbxStatus.pbxId, pbxId));
}

/** The PBX row; AppError `not-found` outside the scope. */
export async function loadPbx(tx: Tx, pbxId: string): Promise<typeof pbxs.$inferSelect> {
  const [pbx] = await tx.select().from(pbxs).where(eq(pbxs.id, pbxId));
  if (!pbx) throw new AppError('not-found', { message: 'no such PBX' });
  return pbx;
}

async function operationsOf(tx: Tx, planId: string): Promise<OperationRecord[]> {
  return await tx.select().from(operations).where(eq(operations.planId, planId)).orderBy(asc(operations.position));
}
