import type { PlanTitle } from './pbx';
import type { OperationState, PlanState } from './states';

/** One changed field. `field` is our name (`plans.fields.<field>`), `wire` the PBX's own word. */
export type FieldChange =
  | { kind: 'value'; field: string; wire: string; from: string | undefined; to: string | undefined }
  | { kind: 'set'; field: string; wire: string; added: string[]; removed: string[] }
  | { kind: 'secret'; field: string; wire: string };

/** A field that two sides changed: what the form was opened with, what the PBX has now, what the person wants. */
export interface FieldConflict {
  field: string;
  wire: string;
  base: string | undefined;
  live: string | undefined;
  desired: string | undefined;
}

export interface OperationView {
  id: string;
  position: number;
  action: 'create' | 'update' | 'delete';
  objectKind: 'app' | 'template' | 'user';
  objectGuid: string | undefined;
  objectName: string;
  state: OperationState;
  changes: FieldChange[];
  conflicts: FieldConflict[];
  /** Why it is in conflict, failed, unknown or skipped: `plans.reasons.<key>`. */
  reason: { key: string; params: Record<string, string> } | undefined;
  /** Fields that were written but that the PBX never shows again (passwords). */
  unverifiable: string[];
  startedAt: Date | undefined;
  settledAt: Date | undefined;
}

export interface PlanView {
  id: string;
  organisationId: string;
  pbx: { id: string; name: string; online: boolean };
  title: PlanTitle;
  state: PlanState;
  operations: OperationView[];
  /** Users whose apps change by this plan; undefined = unknown. */
  usersAffected: number | undefined;
  /** Things the person should know before applying: `plans.warnings.<key>`. */
  warnings: { key: string; params: Record<string, string> }[];
  createdBy: string;
  createdAt: Date;
  confirmedAt: Date | undefined;
  endedAt: Date | undefined;
}

export interface PlanRow {
  id: string;
  pbx: { id: string; name: string };
  title: PlanTitle;
  state: PlanState;
  operations: Record<OperationState, number>;
  createdBy: string;
  createdAt: Date;
  endedAt: Date | undefined;
}
