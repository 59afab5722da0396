import { eq, sql } from 'drizzle-orm';
import type { Database } from './database';
import { systemScope } from './database';
import { systemSecrets } from './schema/index';
import type { SecretBox } from './secrets-port';

/** Whom a secret of the installation is sealed for; whoever seals it anew under another data key has to say the same. */
export function systemSecretOwner(name: string): { organisationId: string; id: string; purpose: string } {
  return { organisationId: 'system', id: name, purpose: name };
}

/**
 * A secret of the installation itself, made once by `make` and the same from then on, also for a second gateway that
 * starts at the same moment.
 */
export async function systemSecret(
  db: Database,
  secrets: SecretBox,
  name: string,
  make: () => string,
): Promise<string> {
  return await db.inScope(systemScope, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`switchroom system secret ${name}`}, 0))`);
    const rows = await tx.select().from(systemSecrets).where(eq(systemSecrets.name, name));
    const owner = systemSecretOwner(name);
    if (rows[0] !== undefined) return await secrets.open(rows[0], owner);
    const value = make();
    await tx.insert(systemSecrets).values({ name, ...(await secrets.seal(value, owner)) });
    return value;
  });
}
