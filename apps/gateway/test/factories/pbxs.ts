import { randomUUID } from 'node:crypto';
import { type Database, systemScope } from '../../src/db/database';
import { storeLinkPassword } from '../../src/db/link-password';
import { pbxStatus, pbxs } from '../../src/db/schema/index';
import type { SecretBox } from '../../src/db/secrets-port';
import type { TestOrganisation } from './organisations';

export type TestPbx = typeof pbxs.$inferSelect;

/**
 * A PBX row with its status row. Inbound unless an address is given; the link password is sealed when a secret box
 * comes with it.
 */
export async function createPbx(
  db: Database,
  organisation: Pick<TestOrganisation, 'id'>,
  options: Partial<typeof pbxs.$inferInsert> & { password?: string; secrets?: SecretBox } = {},
): Promise<TestPbx> {
  const { password, secrets, ...given } = options;
  const id = given.id ?? randomUUID();
  const direction = given.direction ?? (given.address ? 'outbound' : 'inbound');
  const values: typeof pbxs.$inferInsert = {
    name: `PBX ${id.slice(0, 8)}`,
    appObjectName: 'switchroom',
    ...(direction === 'inbound' ? { domain: 'example.test', instance: id.slice(0, 8) } : {}),
    ...given,
    id,
    organisationId: organisation.id,
    direction,
  };
  return await db.inScope(systemScope, async (tx) => {
    const rows = await tx.insert(pbxs).values(values).returning();
    const row = rows[0];
    if (row === undefined) throw new Error('the PBX row was not written');
    await tx.insert(pbxStatus).values({ pbxId: row.id, organisationId: row.organisationId });
    if (secrets !== undefined) await storeLinkPassword(tx, secrets, row, password ?? 'secret');
    return row;
  });
}
