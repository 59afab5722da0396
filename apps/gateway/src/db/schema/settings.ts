import type { SettingChangeKind, SettingChangeState, SettingImpact, SettingValue } from '@switchroom/contracts';
import { sql } from 'drizzle-orm';
import { check, foreignKey, index, integer, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { at, bytea, createdAt, id, jsonValue } from './columns';
import { dataKeys } from './keys';
import { organisations } from './organisations';
import { belongsToPbx } from './pbxs';

/** The own value of a setting at an organisation, or at a PBX; "use default" is no row. */
export const settingValues = pgTable(
  'setting_values',
  {
    id: id(),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    /** Null: the organisation's own. */
    pbxId: uuid('pbx_id'),
    key: text('key').notNull(),
    /** Null for a secret, which is sealed. */
    value: jsonValue<SettingValue>('value'),
    sealedValue: bytea('sealed_value'),
    dataKeyId: uuid('data_key_id').references(() => dataKeys.id),
    /** Grows with each change, also across "use default": a form says which one it showed. */
    revision: integer('revision').notNull().default(1),
    setBy: text('set_by').notNull(),
    setByName: text('set_by_name').notNull(),
    setAt: at('set_at').notNull().defaultNow(),
  },
  (table) => [
    unique('setting_values_place').on(table.organisationId, table.pbxId, table.key).nullsNotDistinct(),
    index('setting_values_key').on(table.key, table.organisationId),
    index('setting_values_pbx').on(table.pbxId),
    belongsToPbx('setting_values_of_pbx', table),
    check('setting_values_kept', sql`(${table.value} IS NULL) = (${table.sealedValue} IS NOT NULL)`),
    check('setting_values_sealed', sql`(${table.sealedValue} IS NULL) = (${table.dataKeyId} IS NULL)`),
  ],
);

/** A setting that an organisation has fixed for everything below it. */
export const settingLocks = pgTable(
  'setting_locks',
  {
    id: id(),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    key: text('key').notNull(),
    reason: text('reason').notNull(),
    lockedBy: text('locked_by').notNull(),
    lockedByName: text('locked_by_name').notNull(),
    lockedAt: at('locked_at').notNull().defaultNow(),
  },
  (table) => [unique('setting_locks_place').on(table.organisationId, table.key)],
);

/**
 * A change of settings as one act: done, scheduled, or waiting for a second person; what was done is the history. It
 * belongs to the organisation in which somebody made it, its items lie there and below.
 */
export const settingChanges = pgTable(
  'setting_changes',
  {
    id: id(),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    kind: text('kind').$type<SettingChangeKind>().notNull(),
    state: text('state').$type<SettingChangeState>().notNull(),
    reason: text('reason').notNull().default(''),
    createdBy: text('created_by').notNull(),
    createdByName: text('created_by_name').notNull(),
    createdAt: createdAt(),
    /** Not before this time; null: at once, or once a second person has agreed. */
    effectiveAt: at('effective_at'),
    decidedBy: text('decided_by'),
    decidedByName: text('decided_by_name'),
    decidedAt: at('decided_at'),
    decisionReason: text('decision_reason').notNull().default(''),
    appliedAt: at('applied_at'),
    /** What it hit when it was made or done. */
    impact: jsonb('impact').$type<SettingImpact>(),
    /** The change whose state this one brings back. */
    restores: uuid('restores'),
  },
  (table) => [
    index('setting_changes_organisation').on(table.organisationId, table.createdAt, table.id),
    index('setting_changes_due').on(table.effectiveAt).where(sql`state = 'scheduled'`),
    foreignKey({ name: 'setting_changes_restores', columns: [table.restores], foreignColumns: [table.id] }),
    unique('setting_changes_tenant').on(table.id, table.organisationId),
  ],
);

/** One value that a change sets or takes away. `organisation_id` is that of the place, which a history is read by. */
export const settingChangeItems = pgTable(
  'setting_change_items',
  {
    id: id(),
    changeId: uuid('change_id')
      .notNull()
      .references(() => settingChanges.id, { onDelete: 'cascade' }),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    pbxId: uuid('pbx_id'),
    key: text('key').notNull(),
    /** Own values before and after; null is "use default". Of a secret only whether there was one (true). */
    before: jsonValue<SettingValue>('before'),
    after: jsonValue<SettingValue>('after'),
    /** A secret that is to be set later. */
    sealedAfter: bytea('sealed_after'),
    dataKeyId: uuid('data_key_id').references(() => dataKeys.id),
    /** When it was done; null: not yet, or never. */
    appliedAt: at('applied_at'),
    /** Of the own value it was made from; 0 where there was none. */
    baseRevision: integer('base_revision').notNull(),
  },
  (table) => [
    unique('setting_change_items_once')
      .on(table.changeId, table.organisationId, table.pbxId, table.key)
      .nullsNotDistinct(),
    index('setting_change_items_place').on(table.organisationId, table.key),
    index('setting_change_items_pbx').on(table.pbxId),
    belongsToPbx('setting_change_items_of_pbx', table),
    check('setting_change_items_sealed', sql`(${table.sealedAfter} IS NULL) = (${table.dataKeyId} IS NULL)`),
  ],
);
