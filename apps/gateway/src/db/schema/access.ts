import type { Permission, Role } from '@switchroom/contracts';
import { boolean, index, integer, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { at, bytea, createdAt, id } from './columns';
import { dataKeys } from './keys';
import { members, organisations } from './organisations';

/** Which value of the role claim gives which role; the first that fits wins. */
export interface RoleMapping {
  value: string;
  role: Role;
  customRoleId?: string;
}

/** An OpenID Connect provider through which the people of an organisation sign in. */
export const identityProviders = pgTable(
  'identity_providers',
  {
    id: id(),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    name: text('name').notNull(),
    issuer: text('issuer').notNull(),
    clientId: text('client_id').notNull(),
    sealedSecret: bytea('sealed_secret').notNull(),
    dataKeyId: uuid('data_key_id')
      .notNull()
      .references(() => dataKeys.id),
    /** E-mail domains, lower case, whose people are sent here; only addresses in them are believed. */
    emailDomains: text('email_domains').array().notNull(),
    /** Every address it names is verified, though it does not say so in each token (Entra ID). */
    emailsVerified: boolean('emails_verified').notNull().default(false),
    roleClaim: text('role_claim'),
    roleMapping: jsonb('role_mapping').$type<RoleMapping[]>().notNull().default([]),
    /** The role without a match; null refuses. */
    defaultRole: text('default_role').$type<Role>(),
    /** Signing in there counts as having used a second factor. */
    countsAsSecondFactor: boolean('counts_as_second_factor').notNull().default(false),
    enabled: boolean('enabled').notNull().default(true),
    version: integer('version').notNull().default(1),
    createdAt: createdAt(),
  },
  (table) => [unique('identity_providers_name').on(table.organisationId, table.name)],
);

/**
 * Which person of a provider is which account, by the provider's own unchanging name for them, and the membership that
 * signing in there made: only that one follows the provider's groups.
 */
export const identityLinks = pgTable(
  'identity_links',
  {
    id: id(),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    providerId: uuid('provider_id')
      .notNull()
      .references(() => identityProviders.id, { onDelete: 'cascade' }),
    subject: text('subject').notNull(),
    userId: text('user_id').notNull(),
    memberId: uuid('member_id').references(() => members.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
    lastSignInAt: at('last_sign_in_at').notNull().defaultNow(),
  },
  (table) => [
    unique('identity_links_subject').on(table.providerId, table.subject),
    unique('identity_links_account').on(table.providerId, table.userId),
    index('identity_links_user').on(table.userId),
    index('identity_links_member').on(table.memberId),
  ],
);

/** Lets a program act in an organisation, with what both the token and the person who made it may do there. */
export const apiTokens = pgTable(
  'api_tokens',
  {
    id: id(),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    name: text('name').notNull(),
    createdBy: text('created_by').notNull(),
    createdByName: text('created_by_name').notNull(),
    /** SHA-256 of 256 random bits. */
    hash: text('hash').notNull().unique(),
    /** The first characters, to recognise it by. */
    prefix: text('prefix').notNull(),
    permissions: text('permissions').array().$type<Permission[]>().notNull(),
    createdAt: createdAt(),
    expiresAt: at('expires_at').notNull(),
    lastUsedAt: at('last_used_at'),
    lastUsedAddress: text('last_used_address'),
    revokedAt: at('revoked_at'),
  },
  (table) => [index('api_tokens_organisation').on(table.organisationId)],
);

/** Somebody of support looking in, or acting, as a member; bound to the session that began it. */
export const impersonations = pgTable(
  'impersonations',
  {
    id: id(),
    /** Where the right to do so was held when it began. */
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    sessionId: text('session_id').notNull(),
    actorId: text('actor_id').notNull(),
    actorName: text('actor_name').notNull(),
    targetUserId: text('target_user_id').notNull(),
    targetName: text('target_name').notNull(),
    targetEmail: text('target_email').notNull(),
    mode: text('mode', { enum: ['view', 'act'] }).notNull(),
    reason: text('reason').notNull(),
    startedAt: at('started_at').notNull().defaultNow(),
    expiresAt: at('expires_at').notNull(),
    endedAt: at('ended_at'),
  },
  (table) => [index('impersonations_session').on(table.sessionId)],
);
