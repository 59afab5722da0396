import { bigint, boolean, index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import { at, bytea, createdAt, id } from './columns';
import { organisations } from './organisations';

/** Append-only (the application role has no UPDATE or DELETE). Each row's hash covers the row and the hash before it. */
export const auditEntries = pgTable(
  'audit_entries',
  {
    id: id(),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    /** 1, 2, 3... within the organisation. */
    seq: bigint('seq', { mode: 'number' }).notNull(),
    at: at('at').notNull(),
    actorId: text('actor_id').notNull(),
    actorName: text('actor_name').notNull(),
    /** Whom the actor acted or looked in as; null when it was the actor alone. */
    onBehalfOfId: text('on_behalf_of_id'),
    onBehalfOfName: text('on_behalf_of_name'),
    action: text('action').notNull(),
    targetKind: text('target_kind').notNull(),
    targetId: text('target_id').notNull(),
    targetName: text('target_name').notNull(),
    pbxId: uuid('pbx_id'),
    before: jsonb('before'),
    after: jsonb('after'),
    /** What the person gave as the reason, where one is asked for. */
    reason: text('reason'),
    result: text('result', { enum: ['allowed', 'denied', 'failed'] }).notNull(),
    requestId: text('request_id').notNull(),
    address: text('address').notNull(),
    previousHash: text('previous_hash').notNull(),
    hash: text('hash').notNull(),
  },
  (table) => [
    unique('audit_entries_seq').on(table.organisationId, table.seq),
    index('audit_entries_time').on(table.organisationId, table.at),
    index('audit_entries_pbx').on(table.pbxId, table.at),
    index('audit_entries_target').on(table.targetKind, table.targetId, table.at),
    index('audit_entries_at').on(table.at, table.id),
    index('audit_entries_actor').on(table.actorId, table.at),
    index('audit_entries_request').on(table.requestId),
  ],
);

/** The public halves of the Ed25519 keys that sign checkpoints; the private half is a system secret. */
export const auditSigningKeys = pgTable('audit_signing_keys', {
  id: id(),
  publicKey: text('public_key').notNull(),
  createdAt: createdAt(),
});

/** "The chain of this organisation had this hash at this entry", signed. What is older may be purged, not rewritten. */
export const auditCheckpoints = pgTable(
  'audit_checkpoints',
  {
    id: id(),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    hash: text('hash').notNull(),
    at: at('at').notNull(),
    signingKeyId: uuid('signing_key_id')
      .notNull()
      .references(() => auditSigningKeys.id),
    signature: bytea('signature').notNull(),
  },
  (table) => [unique('audit_checkpoints_seq').on(table.organisationId, table.seq)],
);

/** Where the entries of an organisation and of everything below it are sent as they come (syslog, RFC 5424). */
export const auditForwarders = pgTable(
  'audit_forwarders',
  {
    id: id(),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    host: text('host').notNull(),
    port: integer('port').notNull(),
    tls: boolean('tls').notNull().default(true),
    /** PEM of the authority that signed the receiver's certificate; null = the system's trust store. */
    caCertificate: text('ca_certificate'),
    enabled: boolean('enabled').notNull().default(true),
    lastSentAt: at('last_sent_at'),
    lastError: text('last_error'),
    lastErrorAt: at('last_error_at'),
    version: integer('version').notNull().default(1),
    createdAt: createdAt(),
  },
  (table) => [index('audit_forwarders_organisation').on(table.organisationId)],
);

/** How far each chain has been sent by a forwarder. */
export const auditForwardPositions = pgTable(
  'audit_forward_positions',
  {
    forwarderId: uuid('forwarder_id')
      .notNull()
      .references(() => auditForwarders.id, { onDelete: 'cascade' }),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    seq: bigint('seq', { mode: 'number' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.forwarderId, table.organisationId] })],
);
