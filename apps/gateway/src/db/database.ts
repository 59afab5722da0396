import type { ExtractTablesWithRelations } from 'drizzle-orm';
import type { NodePgQueryResultHKT } from 'drizzle-orm/node-postgres';
import type { PgTransaction } from 'drizzle-orm/pg-core';
import type * as schema from './schema/index';

export type Schema = typeof schema;
/** A transaction in which the scope is already set. Queries take one of these, never the pool. */
export type Tx = PgTransaction<NodePgQueryResultHKT, Schema, ExtractTablesWithRelations<Schema>>;

/** The database port of the rooms. There is no way to run a query without a scope. */
export interface Database {
  /**
   * Runs `work` in one transaction as the application role with `app.scope` = `scope.path`
   * (a Tenant, or `{path}` of an organisation for system work; `{path: '/'}` sees all organisations).
   */
  inScope<T>(scope: { path: string }, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** A bare `select 1` with a deadline, for readiness. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** Scope of the gateway's own work over the whole fleet. */
export const systemScope = { path: '/' } as const;
