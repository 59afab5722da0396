import { randomInt, randomUUID } from 'node:crypto';
import { objectLimits, passwordAlphabet } from '@switchroom/contracts';
import { sql } from 'drizzle-orm';
import type { Tx } from '../../db/database';
import { pbxSecrets } from '../../db/schema/index';
import type { SecretBox } from '../../db/secrets-port';

/** A password for an App object: 15 characters, the most that every PBX version holds. */
export function makeObjectPassword(): string {
  return Array.from({ length: objectLimits.password }, () => passwordAlphabet[randomInt(passwordAlphabet.length)]).join(
    '',
  );
}

/** Seals and stores the link password of a PBX in the caller's transaction, replacing an older one. */
export async function storeLinkPassword(
  tx: Tx,
  secrets: SecretBox,
  owner: { pbxId: string; organisationId: string },
  password: string,
): Promise<void> {
  const id = randomUUID();
  const sealed = await secrets.seal(password, { organisationId: owner.organisationId, id, purpose: 'link-password' });
  await tx
    .insert(pbxSecrets)
    .values({ id, pbxId: owner.pbxId, organisationId: owner.organisationId, purpose: 'link-password', ...sealed })
    .onConflictDoUpdate({
      target: [pbxSecrets.pbxId, pbxSecrets.purpose],
      set: { id, ...sealed, createdAt: sql`now()` },
    });
}
