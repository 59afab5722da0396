import {
  type OperationState,
  operationStates,
  type OperationView,
  type PlanRow,
  type PlanView,
} from '@switchroom/contracts';
import type { OperationRecord, PlanRecord, StoredPlan } from './store';

/** A plan as people see it; sealed passwords stay behind because every field is named. */
export function planView(stored: StoredPlan, pbx: { id: string; name: string }, online: boolean): PlanView {
  const { plan } = stored;
  return {
    id: plan.id,
    organisationId: plan.organisationId,
    pbx: { id: pbx.id, name: pbx.name, online },
    title: plan.title,
    state: plan.state,
    operations: stored.operations.map(operationView),
    usersAffected: plan.usersAffected ?? undefined,
    warnings: plan.warnings,
    createdBy: plan.createdByName,
    createdAt: plan.createdAt,
    confirmedAt: plan.confirmedAt ?? undefined,
    endedAt: plan.endedAt ?? undefined,
  };
}

/** A plan as one row of a list. */
export function planRow(
  plan: PlanRecord,
  pbx: { id: string; name: string },
  counts: Partial<Record<OperationState, number>>,
): PlanRow {
  return {
    id: plan.id,
    pbx: { id: pbx.id, name: pbx.name },
    title: plan.title,
    state: plan.state,
    operations: Object.fromEntries(
      operationStates.map((state) => [state, counts[state] ?? 0]),
    ) as PlanRow['operations'],
    createdBy: plan.createdByName,
    createdAt: plan.createdAt,
    endedAt: plan.endedAt ?? undefined,
  };
}

function operationView(operation: OperationRecord): OperationView {
  return {
    id: operation.id,
    position: operation.position,
    action: operation.action,
    objectKind: operation.objectKind,
    objectGuid: operation.objectGuid ?? undefined,
    objectName: operation.objectName,
    state: operation.state,
    changes: operation.changes,
    conflicts: operation.conflicts,
    reason: operation.reason ?? undefined,
    unverifiable: operation.unverifiable,
    startedAt: operation.startedAt ?? undefined,
    settledAt: operation.settledAt ?? undefined,
  };
}
