import { createCipheriv, createDecipheriv, randomBytes, randomUUID } from 'node:crypto';
import { asc, eq, sql } from 'drizzle-orm';
import type { Database } from './database';
import { systemScope } from './database';
import { type KeySource, loadKeyEncryptionKey } from './key-encryption-key';
import { dataKeys } from './schema/index';
import type { SecretBox } from './secrets-port';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Sealing under one key with random nonces stays far below GCM's limit; keys are kept small in number. */
const DATA_KEY_CACHE = 64;

/**
 * The secret box of a gateway. Loads the key-encryption key and proves that it opens the newest data key, so that a
 * wrong key is told at the start and not at the first login.
 * @throws {Error} when the key is missing or another one; the message names the cure
 */
export async function createSecretBox(db: Database, source: KeySource): Promise<SecretBox> {
  const kek = await loadKeyEncryptionKey(source, async () => (await newestDataKey(db)) === undefined);
  const cache = new Map<string, Buffer>();
  const remember = (id: string, key: Buffer) => {
    if (cache.size >= DATA_KEY_CACHE) cache.delete(cache.keys().next().value ?? '');
    cache.set(id, key);
    return key;
  };
  const unwrap = (row: { id: string; wrapped: Buffer }) => {
    try {
      return remember(row.id, decrypt(kek, row.wrapped, `data-key:${row.id}`));
    } catch (error) {
      throw new Error(
        'The key-encryption key is not the one that the stored secrets were sealed with. ' +
          'Cure: set SWITCHROOM_KEY (or restore keys/kek in the data directory) to the key used before.',
        { cause: error },
      );
    }
  };

  let current = await newestDataKey(db);
  if (current !== undefined) unwrap(current);
  let creating: Promise<string> | undefined;
  const currentKeyId = () =>
    (creating ??= (async () => {
      current ??= await createDataKey(db, kek);
      unwrap(current);
      return current.id;
    })().finally(() => {
      creating = undefined;
    }));

  const keyOf = async (id: string) => {
    const known = cache.get(id);
    if (known !== undefined) return known;
    const row = await db.inScope(systemScope, async (tx) => {
      const rows = await tx.select().from(dataKeys).where(eq(dataKeys.id, id));
      return rows[0];
    });
    if (row === undefined) throw new Error(`data key ${id} is missing from the database`);
    return unwrap(row);
  };

  return {
    async seal(text, owner) {
      const dataKeyId = await currentKeyId();
      return { dataKeyId, sealed: encrypt(await keyOf(dataKeyId), Buffer.from(text, 'utf8'), additionalData(owner)) };
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
  };
}

async function newestDataKey(db: Database): Promise<{ id: string; wrapped: Buffer } | undefined> {
  return await db.inScope(systemScope, async (tx) => {
    const rows = await tx.select().from(dataKeys).orderBy(asc(dataKeys.createdAt), asc(dataKeys.id));
    return rows.at(-1);
  });
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
