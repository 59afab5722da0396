import { CONSOLE_TYPES, type PanicFailure, SESSION_ENDS } from '@switchroom/protocol/attendant';
import { sql } from 'drizzle-orm';
import { boolean, check, index, integer, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { at, createdAt, id } from './columns';
import { members, organisations } from './organisations';
import { belongsToPbx } from './pbxs';

/**
 * How many consoles of a type an organisation and everything below it may have open at the same time; the nearest
 * organisation above that has some counts.
 */
export const consoleLicences = pgTable(
  'console_licences',
  {
    id: id(),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    type: text('type', { enum: CONSOLE_TYPES }).notNull(),
    quantity: integer('quantity').notNull(),
    /** Dates of the licence document, as days. */
    careTermDate: text('care_term_date'),
    termDate: text('term_date'),
    version: integer('version').notNull().default(1),
    createdAt: createdAt(),
  },
  (table) => [
    unique('console_licences_type').on(table.organisationId, table.type),
    check('console_licences_quantity', sql`${table.quantity} BETWEEN 0 AND 100000`),
  ],
);

/** A user of a PBX who works at a console. Names are the PBX's own: the user's Name (h323) is unique on it. */
export const operators = pgTable(
  'operators',
  {
    id: id(),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    pbxId: uuid('pbx_id').notNull(),
    userName: text('user_name').notNull(),
    displayName: text('display_name').notNull(),
    consoleType: text('console_type', { enum: CONSOLE_TYPES }).notNull(),
    /** Sees the dashboard. */
    supervisor: boolean('supervisor').notNull().default(false),
    /** Hardware ids of the phones that a call starts from, the first one first; empty leaves it to the PBX. */
    device: text('device').notNull().default(''),
    otherDevice: text('other_device').notNull().default(''),
    /** Who of the portal this is: their console page and "call this number" use this phone. */
    memberId: uuid('member_id').references(() => members.id, { onDelete: 'set null' }),
    enabled: boolean('enabled').notNull().default(true),
    version: integer('version').notNull().default(1),
    createdAt: createdAt(),
  },
  (table) => [
    unique('operators_user').on(table.pbxId, table.userName),
    index('operators_organisation').on(table.organisationId),
    index('operators_member').on(table.memberId),
    belongsToPbx('operators_of_pbx', table),
  ],
);

/** One console that was logged in: the seat it took, from when to when. Usage over time is read from here. */
export const consoleSessions = pgTable(
  'console_sessions',
  {
    id: id(),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    pbxId: uuid('pbx_id').notNull(),
    operatorId: uuid('operator_id')
      .notNull()
      .references(() => operators.id, { onDelete: 'cascade' }),
    consoleType: text('console_type', { enum: CONSOLE_TYPES }).notNull(),
    /** Whose licence it uses. Only its id: it can lie above what the row's own organisation may see. */
    licenceOrganisationId: uuid('licence_organisation_id').notNull(),
    client: text('client').notNull().default(''),
    startedAt: at('started_at').notNull().defaultNow(),
    lastSeenAt: at('last_seen_at').notNull().defaultNow(),
    endedAt: at('ended_at'),
    endReason: text('end_reason', { enum: SESSION_ENDS }),
  },
  (table) => [
    index('console_sessions_open').on(table.licenceOrganisationId, table.consoleType).where(sql`ended_at IS NULL`),
    index('console_sessions_history').on(table.organisationId, table.startedAt),
    belongsToPbx('console_sessions_of_pbx', table),
  ],
);

/** From when to when an operator was paused, and why. */
export const pauses = pgTable(
  'pauses',
  {
    id: id(),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    pbxId: uuid('pbx_id').notNull(),
    operatorId: uuid('operator_id')
      .notNull()
      .references(() => operators.id, { onDelete: 'cascade' }),
    /** The reason as the administrator wrote it; null where none had to be given. */
    reason: text('reason'),
    startedAt: at('started_at').notNull().defaultNow(),
    endedAt: at('ended_at'),
  },
  (table) => [
    index('pauses_history').on(table.organisationId, table.startedAt),
    unique('pauses_open').on(table.operatorId, table.endedAt).nullsNotDistinct(),
    belongsToPbx('pauses_of_pbx', table),
  ],
);

/** One try to start the call of a panic press from one device. */
export interface PanicAttempt {
  device: string;
  at: string;
  /** Milliseconds from the press until the PBX was asked. */
  askedAfterMs: number;
  outcome: 'dialling' | 'connected' | PanicFailure;
  /** As the PBX named it, where it did. */
  cause?: number;
}

/** A press of the panic button, or a test of it from the settings page. */
export const panicPresses = pgTable(
  'panic_presses',
  {
    id: id(),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    pbxId: uuid('pbx_id').notNull(),
    operatorId: uuid('operator_id').references(() => operators.id, { onDelete: 'set null' }),
    operatorName: text('operator_name').notNull(),
    /** Chosen by the console for one press: sent again, it is answered with the same row. */
    press: text('press').notNull(),
    number: text('number').notNull(),
    test: boolean('test').notNull().default(false),
    state: text('state', { enum: ['calling', 'connected', 'failed'] }).notNull(),
    attempts: jsonb('attempts').$type<PanicAttempt[]>().notNull().default([]),
    pressedAt: at('pressed_at').notNull().defaultNow(),
    endedAt: at('ended_at'),
  },
  (table) => [
    unique('panic_presses_once').on(table.operatorId, table.press),
    index('panic_presses_history').on(table.organisationId, table.pressedAt),
    belongsToPbx('panic_presses_of_pbx', table),
  ],
);

/** Something that somebody has to know: raised once, standing until its cause is gone. */
export const alarms = pgTable(
  'alarms',
  {
    id: id(),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    pbxId: uuid('pbx_id').notNull(),
    kind: text('kind', {
      enum: ['panic-pressed', 'panic-failed', 'panic-number', 'panic-offline', 'licence-refused'],
    }).notNull(),
    /** What it is about within its kind; one standing alarm for each. */
    subject: text('subject').notNull().default(''),
    params: jsonb('params').$type<Record<string, string | number>>().notNull().default({}),
    raisedAt: at('raised_at').notNull().defaultNow(),
    lastAt: at('last_at').notNull().defaultNow(),
    count: integer('count').notNull().default(1),
    clearedAt: at('cleared_at'),
    acknowledgedBy: text('acknowledged_by'),
    acknowledgedByName: text('acknowledged_by_name'),
    acknowledgedAt: at('acknowledged_at'),
  },
  (table) => [
    unique('alarms_standing').on(table.pbxId, table.kind, table.subject, table.clearedAt).nullsNotDistinct(),
    index('alarms_organisation').on(table.organisationId, table.raisedAt),
    belongsToPbx('alarms_of_pbx', table),
  ],
);
