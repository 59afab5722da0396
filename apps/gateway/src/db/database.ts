import { AppError } from '@switchroom/contracts';
import { type ExtractTablesWithRelations, sql } from 'drizzle-orm';
import { drizzle, type NodePgQueryResultHKT } from 'drizzle-orm/node-postgres';
import type { PgTransaction } from 'drizzle-orm/pg-core';
import { surfaceDatabaseError } from './errors';
import { createPool, type PoolOptions } from './pool';
import { appRole } from './roles';
import * as schema from './schema/index';

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

const PING_DEADLINE_MS = 2000;

/**
 * Looks beyond the scope of a transaction for a moment, for facts that the caller may not list but that belong to the
 * work (the look of the reseller above). The scope is the caller's again when it returns; if `look` fails, so does the
 * transaction.
 */
export async function beyondScope<T>(tx: Tx, look: () => Promise<T>): Promise<T> {
  const result = await tx.execute<{ path: string }>(sql`select current_setting('app.scope') as path`);
  const path = result.rows[0]?.path;
  if (path === undefined) throw new Error('this transaction has no scope');
  await enterScope(tx, systemScope.path);
  const found = await look();
  await enterScope(tx, path);
  return found;
}

/**
 * The pool of the rooms. `url` is that of the owner; every connection acts as the application role, and `inScope`
 * refuses to work if it does not (a URL with its own `options` could otherwise undo that).
 */
export function createDatabase(options: Omit<PoolOptions, 'role'>): Database {
  const pool = createPool({ ...options, role: appRole });
  const db = drizzle(pool, { schema });
  return {
    async inScope(scope, work) {
      try {
        return await db.transaction(async (tx) => {
          await enterScope(tx, scope.path);
          return await work(tx);
        });
      } catch (error) {
        throw surfaceDatabaseError(error);
      }
    },
    async ping() {
      try {
        await withDeadline(pool.query('select 1'), PING_DEADLINE_MS);
      } catch (error) {
        throw surfaceDatabaseError(error);
      }
    },
    async close() {
      await pool.end();
    },
  };
}

/** The query itself ends by its statement timeout; whoever asked does not wait that long. */
async function withDeadline(work: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new AppError('unavailable', { message: 'database: no answer' })), ms);
  });
  try {
    await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}

async function enterScope(tx: Tx, path: string): Promise<void> {
  const result = await tx.execute<{ role: string }>(
    sql`select set_config('app.scope', ${path}, true) as scope, current_user as role`,
  );
  const role = result.rows[0]?.role;
  if (role !== appRole) throw new Error(`the database connection acts as ${role ?? 'nobody'} instead of ${appRole}`);
}
