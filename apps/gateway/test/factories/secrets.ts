import { randomBytes } from 'node:crypto';
import type { Database } from '../../src/db/database';
import { createSecretBox } from '../../src/db/secrets';
import type { SecretBox } from '../../src/db/secrets-port';

/** A secret box with a key of its own; nothing is written to disk. */
export async function testSecretBox(db: Database, key = randomBytes(32).toString('base64')): Promise<SecretBox> {
  return await createSecretBox(db, { key, dataDirectory: '/nonexistent' });
}
