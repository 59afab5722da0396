import { sql } from 'drizzle-orm';
import { check, foreignKey, index, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { createdAt, id } from './columns';

/**
 * The tree provider > reseller > customer > site. `path` is `/<id>/<id>/.../` from the top down to the row itself,
 * so "everything below X" is `starts_with(path, X.path)`; row-level security compares it with `app.scope`.
 */
export const organisations = pgTable(
  'organisations',
  {
    id: id(),
    parentId: uuid('parent_id'),
    kind: text('kind', { enum: ['provider', 'reseller', 'customer', 'site'] }).notNull(),
    name: text('name').notNull(),
    path: text('path').notNull().unique(),
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

/** Who belongs to which organisation, with which role there and below. The account itself lives in schema `auth`. */
export const members = pgTable(
  'members',
  {
    id: id(),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    userId: text('user_id').notNull().unique(),
    email: text('email').notNull(),
    name: text('name').notNull(),
    role: text('role', { enum: ['administrator', 'auditor'] }).notNull(),
    createdAt: createdAt(),
  },
  (table) => [index('members_organisation').on(table.organisationId)],
);
