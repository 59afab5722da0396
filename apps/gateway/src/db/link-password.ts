import { randomUUID } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import type { Tx } from './database';
import { pbxSecrets } from './schema/index';
import type { SecretBox } from './secrets-port';

const purpose = 'link-password';

/** Seals the password of a PBX's link and stores it, in place of one that was there. */
export async function storeLinkPassword(
  tx: Tx,
  secrets: SecretBox,
  pbx: { id: string; organisationId: string },
  password: string,
): Promise<void> {
  const id = randomUUID();
  const { sealed, dataKeyId } = await secrets.seal(password, { organisationId: pbx.organisationId, id, purpose });
  await tx
    .insert(pbxSecrets)
    .values({ id, pbxId: pbx.id, organisationId: pbx.organisationId, purpose, sealed, dataKeyId })
    .onConflictDoUpdate({
      target: [pbxSecrets.pbxId, pbxSecrets.purpose],
      set: { id, sealed, dataKeyId, createdAt: new Date() },
    });
}

/** The password of a PBX's link, or undefined when none is stored (or the PBX is out of scope). */
export async function openLinkPassword(tx: Tx, secrets: SecretBox, pbxId: string): Promise<string | undefined> {
  const rows = await tx
    .select()
    .from(pbxSecrets)
    .where(and(eq(pbxSecrets.pbxId, pbxId), eq(pbxSecrets.purpose, purpose)));
  const row = rows[0];
  if (row === undefined) return undefined;
  return await secrets.open(row, { organisationId: row.organisationId, id: row.id, purpose });
}
