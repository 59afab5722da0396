import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, randomUUID } from 'node:crypto';
import { asc, eq, sql } from 'drizzle-orm';
import type { Database } from './database';
import { systemScope } from './database';
import { type KeySource, loadKeyEncryptionKey } from './key-encryption-key';
import { dataKeys } from './schema/index';
import type { SecretBox } from './secrets-port';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** The secret box, and what else is derived from its key-encryption key. */
export interface GatewaySecrets extends SecretBox {
  /** A key of its own for another purpose (signing cookies): 32 bytes in base64, the same at each start. */
  derive(purpose: string): string;
}

/**
 * The secret box of a gateway. Loads the key-encryption key, proves that it opens the stored data keys and makes the
 * first one, so that a wrong key is told at the start and sealing inside a transaction needs no second connection.
 * @throws {Error} when the key is missing or another one; the message names the cure
 */
export async function createSecretBox(db: Database, source: KeySource): Promise<GatewaySecrets> {
  const kek = await loadKeyEncryptionKey(source, async () => (await allDataKeys(db)).length === 0);
  const keys = new Map<string, Buffer>();
  const remember = (row: { id: string; wrapped: Buffer }) => {
    const key = unwrap(kek, row);
    keys.set(row.id, key);
    return key;
  };
  const stored = await allDataKeys(db);
  for (const row of stored) remember(row);
  const current = stored.at(-1) ?? (await createDataKey(db, kek));
  remember(current);

  /** Unknown only when another gateway made the key after we started. */
  const keyOf = async (id: string) => {
    const known = keys.get(id);
    if (known !== undefined) return known;
    const row = await db.inScope(systemScope, async (tx) => {
      const rows = await tx.select().from(dataKeys).where(eq(dataKeys.id, id));
      return rows[0];
    });
    if (row === undefined) throw new Error(`data key ${id} is missing from the database`);
    return remember(row);
  };

  return {
    async seal(text, owner) {
      const sealed = encrypt(await keyOf(current.id), Buffer.from(text, 'utf8'), additionalData(owner));
      return { dataKeyId: current.id, sealed };
    },
    async open(value, owner) {
      const key = await keyOf(value.dataKeyId);
      try {
        return decrypt(key, value.sealed, additionalData(owner)).toString('utf8');
      } catch (error) {
        throw new Error(`the sealed ${owner.purpose} of ${owner.id} was altered, or belongs to another row`, {
          cause: error,
        });
      }
    },
    derive: (purpose) =>
      Buffer.from(hkdfSync('sha256', kek, Buffer.alloc(0), `switchroom ${purpose}`, 32)).toString('base64'),
  };
}

function unwrap(kek: Buffer, row: { id: string; wrapped: Buffer }): Buffer {
  try {
    return decrypt(kek, row.wrapped, `data-key:${row.id}`);
  } catch (error) {
    throw new Error(
      'The key-encryption key is not the one that the stored secrets were sealed with. ' +
        'Cure: set SWITCHROOM_KEY (or restore keys/kek in the data directory) to the key used before.',
      { cause: error },
    );
  }
}

async function allDataKeys(db: Database): Promise<{ id: string; wrapped: Buffer }[]> {
  return await db.inScope(systemScope, (tx) =>
    tx.select().from(dataKeys).orderBy(asc(dataKeys.createdAt), asc(dataKeys.id)),
  );
}

/** Two gateways at their first start agree on one key. */
async function createDataKey(db: Database, kek: Buffer): Promise<{ id: string; wrapped: Buffer }> {
  return await db.inScope(systemScope, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('switchroom data keys', 0))`);
    const existing = (await tx.select().from(dataKeys).orderBy(asc(dataKeys.createdAt), asc(dataKeys.id))).at(-1);
    if (existing !== undefined) return existing;
    const id = randomUUID();
    const row = { id, wrapped: encrypt(kek, randomBytes(32), `data-key:${id}`) };
    await tx.insert(dataKeys).values(row);
    return row;
  });
}

/** JSON keeps the three parts apart whatever characters they hold. */
function additionalData(owner: { organisationId: string; id: string; purpose: string }): string {
  return JSON.stringify([owner.organisationId, owner.id, owner.purpose]);
}

/** nonce, tag, ciphertext. */
function encrypt(key: Buffer, plain: Buffer, additional: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(additional, 'utf8'));
  const text = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), text]);
}

function decrypt(key: Buffer, sealed: Buffer, additional: string): Buffer {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) throw new Error('sealed value is too short');
  const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(additional, 'utf8'));
  decipher.setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
}
