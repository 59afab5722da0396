import { sql } from 'drizzle-orm';
import { organisationKinds, roles } from '@switchroom/contracts';
import { boolean, check, foreignKey, index, integer, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { at, bytea, createdAt, id } from './columns';

/**
 * The tree provider > reseller > customer > site. `path` is `/<id>/<id>/.../` from the top down to the row itself,
 * so "everything below X" is `starts_with(path, X.path)`; row-level security compares it with `app.scope`.
 */
export const organisations = pgTable(
  'organisations',
  {
    id: id(),
    parentId: uuid('parent_id'),
    kind: text('kind', { enum: organisationKinds }).notNull(),
    name: text('name').notNull(),
    path: text('path').notNull().unique(),
    /** Archived: everything below can be read by who may, nothing can be done but restoring. */
    archivedAt: at('archived_at'),
    /** Counts changes of the row; a form says which one it was opened with. */
    version: integer('version').notNull().default(1),
    createdAt: createdAt(),
  },
  (table) => [
    index('organisations_parent').on(table.parentId),
    unique('organisations_name').on(table.parentId, table.name).nullsNotDistinct(),
    foreignKey({ name: 'organisations_parent_fk', columns: [table.parentId], foreignColumns: [table.id] }),
    /** A path that does not end in the row's own id would put the row into somebody else's scope. */
    check(
      'organisations_path',
      sql`${table.path} LIKE '/%' AND right(${table.path}, 38) = '/' || ${table.id}::text || '/'`,
    ),
  ],
);

/** A role that an organisation made itself; it can be given there and below. */
export const customRoles = pgTable(
  'custom_roles',
  {
    id: id(),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    name: text('name').notNull(),
    description: text('description').notNull().default(''),
    permissions: text('permissions').array().notNull(),
    version: integer('version').notNull().default(1),
    createdAt: createdAt(),
    updatedAt: at('updated_at').notNull().defaultNow(),
  },
  (table) => [unique('custom_roles_name').on(table.organisationId, table.name)],
);

/**
 * Who holds which role in which organisation; it holds there and below. A person can be a member of several
 * organisations. The account itself lives in schema `auth`; name and e-mail are copies of it.
 */
export const members = pgTable(
  'members',
  {
    id: id(),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    userId: text('user_id').notNull(),
    email: text('email').notNull(),
    name: text('name').notNull(),
    role: text('role', { enum: roles }).notNull(),
    customRoleId: uuid('custom_role_id').references(() => customRoles.id),
    version: integer('version').notNull().default(1),
    createdAt: createdAt(),
  },
  (table) => [
    index('members_organisation').on(table.organisationId),
    index('members_user').on(table.userId),
    unique('members_once').on(table.organisationId, table.userId),
    check('members_role', sql`(${table.role} = 'custom') = (${table.customRoleId} IS NOT NULL)`),
  ],
);

/** An invitation to become a member; the mail holds the token, we keep its SHA-256. */
export const invitations = pgTable(
  'invitations',
  {
    id: id(),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    email: text('email').notNull(),
    name: text('name').notNull(),
    role: text('role', { enum: roles }).notNull(),
    customRoleId: uuid('custom_role_id').references(() => customRoles.id),
    tokenHash: text('token_hash').notNull().unique(),
    invitedBy: text('invited_by').notNull(),
    invitedByName: text('invited_by_name').notNull(),
    createdAt: createdAt(),
    expiresAt: at('expires_at').notNull(),
    acceptedAt: at('accepted_at'),
    revokedAt: at('revoked_at'),
  },
  (table) => [
    index('invitations_organisation').on(table.organisationId, table.createdAt),
    check('invitations_role', sql`(${table.role} = 'custom') = (${table.customRoleId} IS NOT NULL)`),
  ],
);

/** How strict an organisation and everything below it is; null leaves it to the one above. */
export const organisationPolicies = pgTable('organisation_policies', {
  organisationId: uuid('organisation_id')
    .primaryKey()
    .references(() => organisations.id),
  /** True anywhere above wins: who acts in there must have signed in with a second factor. */
  requireSecondFactor: boolean('require_second_factor').notNull().default(false),
  /** True anywhere above the person wins: nobody may view or act as a member. */
  forbidImpersonation: boolean('forbid_impersonation').notNull().default(false),
  /** Days; the longest here and above wins; none keeps everything. */
  auditRetentionDays: integer('audit_retention_days'),
  /** When the days last became fewer, or were set or taken away: for a week after that nothing below is purged. */
  auditRetentionShortenedAt: at('audit_retention_shortened_at'),
  /**
   * A change of a safety-critical setting that reaches as many PBXes or more needs a second person; the smallest number
   * here and above wins; none asks for nobody.
   */
  settingApprovalPbxs: integer('setting_approval_pbxs'),
  version: integer('version').notNull().default(1),
  updatedAt: at('updated_at').notNull().defaultNow(),
});

/** How the portal and our mail look for an organisation and everything below it; the nearest one above wins as a whole. */
export const branding = pgTable(
  'branding',
  {
    organisationId: uuid('organisation_id')
      .primaryKey()
      .references(() => organisations.id),
    productName: text('product_name').notNull(),
    /** The portal under this host name shows this branding before anybody has signed in. Lower case. */
    hostName: text('host_name').unique(),
    /** `#rrggbb`, checked for contrast against the backgrounds it stands on. */
    accentLight: text('accent_light'),
    accentDark: text('accent_dark'),
    logo: bytea('logo'),
    /** SHA-256 of the logo: its address. Kept, because anybody may ask for one, and hashing them all takes its time. */
    logoHash: bytea('logo_hash').generatedAlwaysAs(sql`sha256(logo)`),
    logoType: text('logo_type', { enum: ['image/png', 'image/webp'] }),
    mailFromName: text('mail_from_name'),
    mailReplyTo: text('mail_reply_to'),
    version: integer('version').notNull().default(1),
    updatedAt: at('updated_at').notNull().defaultNow(),
  },
  (table) => [index('branding_logo_hash').on(table.logoHash)],
);
