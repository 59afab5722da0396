import type { CallDirection, CallEvent, CallSource, CallStatus, CdrRefusal, SettingLevel } from '@switchroom/contracts';
import { sql } from 'drizzle-orm';
import { boolean, index, integer, jsonb, pgTable, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { at, bytea, createdAt, id } from './columns';
import { dataKeys } from './keys';
import { organisations } from './organisations';
import { belongsToPbx } from './pbxs';

/** One call as one user of a PBX saw it, made of every record of it that came in. */
export const callRecords = pgTable(
  'call_records',
  {
    id: id(),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    pbxId: uuid('pbx_id').notNull(),
    /** Call, user and direction: records with the same are the same call. */
    callKey: text('call_key').notNull(),
    /** Of the record that counts. */
    source: text('source').$type<CallSource>().notNull(),
    /** Grows with how well a record tells the call; text, compared byte by byte. The one with the highest counts. */
    rank: text('rank').notNull(),
    /** The records that came in for it: `cdr:<id>`, `rcc:<id>`. */
    legs: text('legs').array().notNull(),
    /** Conference id: the same at everybody who takes part. */
    conference: text('conference'),
    userGuid: text('user_guid'),
    userName: text('user_name'),
    userCn: text('user_cn'),
    userNumber: text('user_number'),
    direction: text('direction').$type<CallDirection>().notNull(),
    remoteNumber: text('remote_number'),
    remoteName: text('remote_name'),
    clir: boolean('clir').notNull(),
    external: boolean('external').notNull(),
    missed: boolean('missed').notNull(),
    status: text('status').$type<CallStatus>().notNull(),
    cause: integer('cause'),
    /** Another record tells this call better, says the PBX. */
    further: boolean('further').notNull(),
    startedAt: at('started_at').notNull(),
    alertSeconds: integer('alert_seconds').notNull(),
    connectedSeconds: integer('connected_seconds').notNull(),
    callSeconds: integer('call_seconds').notNull(),
    events: jsonb('events').$type<CallEvent[]>().notNull().default([]),
    groups: jsonb('groups').$type<{ name: string; active: boolean }[]>().notNull().default([]),
    createdAt: createdAt(),
  },
  (table) => [
    unique('call_records_call').on(table.pbxId, table.callKey),
    index('call_records_pbx').on(table.pbxId, table.startedAt, table.id),
    index('call_records_organisation').on(table.organisationId, table.startedAt, table.id),
    index('call_records_time').on(table.startedAt, table.id),
    belongsToPbx('call_records_of_pbx', table),
  ],
);

/** Where a PBX delivers its call data records over HTTP, and with which password. */
export const cdrIntakes = pgTable(
  'cdr_intakes',
  {
    id: id(),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    pbxId: uuid('pbx_id').notNull(),
    /** Last part of the URL; not guessable, and no secret. */
    token: text('token').notNull(),
    userName: text('user_name').notNull(),
    sealedPassword: bytea('sealed_password').notNull(),
    dataKeyId: uuid('data_key_id')
      .notNull()
      .references(() => dataKeys.id),
    version: integer('version').notNull().default(1),
    createdAt: createdAt(),
    lastReceivedAt: at('last_received_at'),
    lastRefusedAt: at('last_refused_at'),
    lastRefusal: text('last_refusal').$type<CdrRefusal>(),
  },
  (table) => [
    unique('cdr_intakes_pbx').on(table.pbxId),
    unique('cdr_intakes_token').on(table.token),
    belongsToPbx('cdr_intakes_of_pbx', table),
  ],
);

/** One purge of the call history of one PBX; what it has to do is fixed when it begins, also across a restart. */
export const retentionRuns = pgTable(
  'retention_runs',
  {
    id: id(),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    pbxId: uuid('pbx_id').notNull(),
    kind: text('kind').$type<'daily' | 'asked'>().notNull(),
    /** When it was due, or asked for. */
    dueAt: at('due_at').notNull(),
    startedAt: at('started_at').notNull(),
    finishedAt: at('finished_at'),
    days: integer('days').notNull(),
    wantedDays: integer('wanted_days').notNull(),
    /** Level that the days come from. */
    origin: text('origin').$type<SettingLevel | 'factory'>().notNull(),
    /** Records that began before are deleted. */
    cutoff: at('cutoff').notNull(),
    deleted: integer('deleted').notNull().default(0),
    oldestKeptAt: at('oldest_kept_at'),
    /** Who asked for it. */
    askedBy: text('asked_by'),
    askedByName: text('asked_by_name'),
  },
  (table) => [
    unique('retention_runs_once').on(table.pbxId, table.kind, table.dueAt),
    index('retention_runs_last').on(table.pbxId, table.startedAt),
    // One that somebody waits for is not begun a second time.
    uniqueIndex('retention_runs_asked').on(table.pbxId).where(sql`kind = 'asked' AND finished_at IS NULL`),
    index('retention_runs_open').on(table.dueAt).where(sql`finished_at IS NULL`),
    belongsToPbx('retention_runs_of_pbx', table),
  ],
);

/** In which time zone the night is in which an organisation's records are purged; the nearest one above wins. */
export const retentionZones = pgTable('retention_zones', {
  organisationId: uuid('organisation_id')
    .primaryKey()
    .references(() => organisations.id),
  timeZone: text('time_zone').notNull(),
  version: integer('version').notNull().default(1),
  updatedAt: at('updated_at').notNull().defaultNow(),
});
