import type { FieldChange, FieldConflict, OperationState, PlanState, PlanTitle } from '@switchroom/contracts';
import { foreignKey, index, integer, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { at, bytea, createdAt, id } from './columns';
import { dataKeys } from './keys';
import { organisations } from './organisations';
import { belongsToPbx } from './pbxs';

/** A list of changes for one PBX. Durable: the runner can be killed at any point and go on from here. */
export const plans = pgTable(
  'plans',
  {
    id: id(),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    pbxId: uuid('pbx_id').notNull(),
    title: jsonb('title').$type<PlanTitle>().notNull(),
    state: text('state').$type<PlanState>().notNull().default('open'),
    usersAffected: integer('users_affected'),
    warnings: jsonb('warnings').$type<{ key: string; params: Record<string, string> }[]>().notNull().default([]),
    createdBy: text('created_by').notNull(),
    createdByName: text('created_by_name').notNull(),
    requestId: text('request_id').notNull(),
    createdAt: createdAt(),
    confirmedAt: at('confirmed_at'),
    /** Who let it be carried out, and on whose behalf: what the writes are recorded under. */
    confirmedBy: text('confirmed_by'),
    confirmedByName: text('confirmed_by_name'),
    onBehalfOfId: text('on_behalf_of_id'),
    onBehalfOfName: text('on_behalf_of_name'),
    endedAt: at('ended_at'),
  },
  (table) => [
    index('plans_by_time').on(table.organisationId, table.createdAt),
    index('plans_pbx').on(table.pbxId, table.state),
    belongsToPbx('plans_pbx_fk', table),
    unique('plans_tenant').on(table.id, table.pbxId, table.organisationId),
  ],
);

export const operations = pgTable(
  'operations',
  {
    id: id(),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    planId: uuid('plan_id').notNull(),
    pbxId: uuid('pbx_id').notNull(),
    position: integer('position').notNull(),
    /** Positions of operations that must be verified first. */
    dependsOn: jsonb('depends_on').$type<number[]>().notNull().default([]),
    action: text('action', { enum: ['create', 'update', 'delete'] }).notNull(),
    objectKind: text('object_kind', { enum: ['app', 'template', 'user'] }).notNull(),
    objectGuid: text('object_guid'),
    objectName: text('object_name').notNull(),
    /** Canonical fields at plan time (null for a create), the wanted fields (null for a delete). */
    base: jsonb('base').$type<Record<string, unknown>>(),
    desired: jsonb('desired').$type<Record<string, unknown>>(),
    changes: jsonb('changes').$type<FieldChange[]>().notNull(),
    conflicts: jsonb('conflicts').$type<FieldConflict[]>().notNull().default([]),
    state: text('state').$type<OperationState>().notNull().default('pending'),
    reason: jsonb('reason').$type<{ key: string; params: Record<string, string> }>(),
    unverifiable: jsonb('unverifiable').$type<string[]>().notNull().default([]),
    /** A password to write, sealed with the operation's organisation and id; erased once the operation is settled. */
    sealedSecret: bytea('sealed_secret'),
    dataKeyId: uuid('data_key_id').references(() => dataKeys.id),
    startedAt: at('started_at'),
    /** Set in its own commit before the write leaves: after a crash it tells that the write may have happened. */
    sentAt: at('sent_at'),
    settledAt: at('settled_at'),
  },
  (table) => [
    unique('operations_position').on(table.planId, table.position),
    index('operations_state').on(table.pbxId, table.state),
    /** An operation's PBX and organisation are its plan's, and so its PBX's. */
    foreignKey({
      name: 'operations_plan_fk',
      columns: [table.planId, table.pbxId, table.organisationId],
      foreignColumns: [plans.id, plans.pbxId, plans.organisationId],
    })
      .onDelete('cascade')
      .onUpdate('cascade'),
  ],
);
