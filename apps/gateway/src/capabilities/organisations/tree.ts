import { AppError } from '@switchroom/contracts';
import { eq, sql } from 'drizzle-orm';
import type { Tx } from '../../db/database';
import { violates } from '../../db/errors';
import { organisations } from '../../db/schema/index';

export type OrganisationRow = typeof organisations.$inferSelect;

/**
 * One writer of the tree at a time, until its transaction ends: whoever hangs something in must not do so at a path that
 * is being rewritten, and two moves must not make a circle.
 */
export async function lockTree(tx: Tx): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('switchroom organisations tree', 0))`);
}

/** An organisation's row, or AppError `not-found`: it does not exist, or lies outside the scope. */
export async function requireOrganisation(tx: Tx, id: string): Promise<OrganisationRow> {
  const [row] = await tx.select().from(organisations).where(eq(organisations.id, id));
  if (row === undefined) throw new AppError('not-found');
  return row;
}

/** A name that another one of the same place has becomes `already-exists` on `field`; anything else stays what it is. */
export function nameTaken(error: unknown, field: 'name' | 'parentId'): unknown {
  if (!violates(error, 'organisations_name')) return error;
  return new AppError('already-exists', {
    fields: [{ path: field, rule: field === 'name' ? 'name-taken' : 'name-taken-there' }],
    cause: error,
  });
}

/** Somebody else was faster: what the caller saw is not so any more. */
export function outdated(what: string): AppError {
  return new AppError('plan-outdated', { message: `${what} was changed by somebody else` });
}
