import type { LinkKind, LinkReason, SyncState } from '@switchroom/contracts';
import {
  type AnyPgColumn,
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { at, bytea, createdAt, id } from './columns';
import { dataKeys } from './keys';
import { organisations } from './organisations';

/** Desired rows: what the fleet should be linked to. The reconciler makes running links equal to these. */
export const pbxs = pgTable(
  'pbxs',
  {
    id: id(),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    name: text('name').notNull(),
    direction: text('direction', { enum: ['inbound', 'outbound'] }).notNull(),
    enabled: boolean('enabled').notNull().default(true),
    /** Name (h323) of the App object over which we are linked. */
    appObjectName: text('app_object_name').notNull(),
    /** Inbound: the PBX dials `/app/<domain>/<instance>` with app `appName` (last component of the App object's URL). */
    domain: text('domain'),
    instance: text('instance'),
    appName: text('app_name').notNull().default('switchroom-attendant'),
    /** Outbound: the websocket URL we dial. */
    address: text('address'),
    /** Outbound wss: the certificate a person confirmed (PEM) and its SHA-256; null = the system's trust store. */
    pinnedCertificate: text('pinned_certificate'),
    pinnedFingerprint: text('pinned_fingerprint'),
    /** Grows with each change of the row: optimistic locking of forms. */
    version: integer('version').notNull().default(1),
    /** Grows when something the link needs has changed; the reconciler replaces a link whose link version moved. */
    linkVersion: integer('link_version').notNull().default(1),
    createdAt: createdAt(),
    updatedAt: at('updated_at').notNull().defaultNow(),
  },
  (table) => [
    index('pbxs_organisation').on(table.organisationId),
    unique('pbxs_name').on(table.organisationId, table.name),
    unique('pbxs_inbound').on(table.domain, table.instance),
    /** What child rows refer to, so that their organisation is always their PBX's. */
    unique('pbxs_tenant').on(table.id, table.organisationId),
  ],
);

/** Ties a row's organisation to that of its PBX; the row goes and moves with the PBX. */
export function belongsToPbx(name: string, table: { pbxId: AnyPgColumn; organisationId: AnyPgColumn }) {
  return foreignKey({
    name,
    columns: [table.pbxId, table.organisationId],
    foreignColumns: [pbxs.id, pbxs.organisationId],
  })
    .onDelete('cascade')
    .onUpdate('cascade');
}

/** Observed facts, written by projections only. One row per PBX, created with it. */
export const pbxStatus = pgTable(
  'pbx_status',
  {
    pbxId: uuid('pbx_id').primaryKey(),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    linkKind: text('link_kind').$type<LinkKind>().notNull().default('offline'),
    linkStep: text('link_step'),
    linkReason: text('link_reason').$type<LinkReason>().default('never-connected'),
    linkDetail: text('link_detail'),
    linkSince: at('link_since').notNull().defaultNow(),
    linkRetryAt: at('link_retry_at'),
    syncState: text('sync_state').$type<SyncState>().notNull().default('unknown'),
    syncAt: at('sync_at'),
    driftedObjects: integer('drifted_objects').notNull().default(0),
    appObjects: integer('app_objects'),
    users: integer('users'),
    /** Users per config template, by the template's Long Name. */
    usersByTemplate: jsonb('users_by_template').$type<Record<string, number>>(),
    liveUpdates: boolean('live_updates').notNull().default(false),
    pbxName: text('pbx_name'),
    pbxDomain: text('pbx_domain'),
    pbxDns: text('pbx_dns'),
    pbxIp4: text('pbx_ip4'),
    pbxVersion: text('pbx_version'),
    pbxBuild: text('pbx_build'),
    identityAt: at('identity_at'),
    apis: jsonb('apis').$type<{ granted: string[]; source: 'announced' | 'read' }>(),
    nodes: jsonb('nodes').$type<{ name: string; parent: string; loc?: string | undefined }[]>(),
    nodesAt: at('nodes_at'),
    licences: jsonb('licences').$type<{
      rows: {
        name: string;
        version: string;
        count: number;
        used: number;
        local: number;
        slaves: number;
        kind: 'pbx' | 'app';
      }[];
      testMode: boolean;
    }>(),
    licencesAt: at('licences_at'),
    lastPlanId: uuid('last_plan_id'),
  },
  (table) => [belongsToPbx('pbx_status_pbx', table), index('pbx_status_organisation').on(table.organisationId)],
);

/** Sealed secrets (AES-256-GCM; additional data = organisation, row id, purpose). Never selected by list queries. */
export const pbxSecrets = pgTable(
  'pbx_secrets',
  {
    id: uuid('id').notNull().defaultRandom(),
    pbxId: uuid('pbx_id').notNull(),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    purpose: text('purpose', { enum: ['link-password'] }).notNull(),
    dataKeyId: uuid('data_key_id')
      .notNull()
      .references(() => dataKeys.id),
    sealed: bytea('sealed').notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.pbxId, table.purpose] }),
    unique('pbx_secrets_id').on(table.id),
    belongsToPbx('pbx_secrets_pbx', table),
  ],
);

/** What happened on a link, newest kept (bounded per PBX). People's acts are in the audit log. */
export const pbxEvents = pgTable(
  'pbx_events',
  {
    id: id(),
    pbxId: uuid('pbx_id').notNull(),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    at: at('at').notNull().defaultNow(),
    /** `link.online`, `link.offline`, `link.refused`, `outside.changed`, `outside.created`, `outside.deleted`... */
    kind: text('kind').notNull(),
    params: jsonb('params').$type<Record<string, string>>().notNull().default({}),
    objectGuid: text('object_guid'),
  },
  (table) => [index('pbx_events_by_time').on(table.pbxId, table.at), belongsToPbx('pbx_events_pbx', table)],
);
