import { randomBytes } from 'node:crypto';
import type { Database } from '../../src/db/database';
import { createSecretBox, type GatewaySecrets } from '../../src/db/secrets';

/** A secret box with a key of its own; nothing is written to disk. */
export async function testSecretBox(db: Database, key = randomBytes(32).toString('base64')): Promise<GatewaySecrets> {
  return await createSecretBox(db, { key, dataDirectory: '/nonexistent' });
}
