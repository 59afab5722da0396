import { hkdfSync } from 'node:crypto';
import { AppError } from '@switchroom/contracts';
import { type Database, systemScope, type Tx } from './database';
import { type DataKeyRow, insertDataKey, lockDataKeys, readDataKeys, rewrapDataKey, unwrapDataKey } from './data-keys';
import {
  dropNextKeyFile,
  fingerprintOf,
  type KeySource,
  loadKeyEncryptionKeys,
  writeNextKeyFile,
} from './key-encryption-key';
import { additionalData, decrypt, encrypt, SealedValueError } from './sealing';
import type { SecretBox } from './secrets-port';

/** Told in the transaction in which data keys were wrapped with another key-encryption key. */
export type OnRewrapped = (tx: Tx, change: { from: string; to: string; dataKeys: number }) => Promise<void>;

/** The secret box of the gateway, and the keys behind it. */
export interface GatewaySecrets extends SecretBox {
  /**
   * A value for another purpose that follows from the key-encryption key: 32 bytes in base64. It changes with that key, so
   * what has to last is taken from here once and kept as a system secret.
   */
  derive(purpose: string): string;
  /** Where the key-encryption key comes from, and what tells it from another one. */
  keyEncryptionKey(): { source: 'environment' | 'file'; fingerprint: string };
  /** The data key that seals. */
  currentKeyId(): string;
  /** Adds a data key. It seals once `refresh` has seen it committed. `tx` has the scope of the system. */
  addDataKey(tx: Tx): Promise<string>;
  /** Reads the data keys again: another one may seal now, and dropped ones are forgotten. */
  refresh(): Promise<void>;
  /** Replaces the key file by a new key and wraps all data keys with it; `record` runs in the same transaction. */
  replaceKeyFile(record: OnRewrapped): Promise<void>;
}

/**
 * The secret box of a gateway. Loads the key-encryption key, proves that it opens the stored data keys and makes the
 * first one, so that a wrong key is told at the start and sealing inside a transaction needs no second connection.
 * Data keys that the previous key-encryption key still wraps are wrapped anew, with `onRewrapped` in the same transaction.
 * @throws {Error} when the key is missing or another one; the message names the cure
 */
export async function createSecretBox(
  db: Database,
  source: KeySource,
  onRewrapped: OnRewrapped = async () => undefined,
): Promise<GatewaySecrets> {
  const readAll = () => db.inScope(systemScope, readDataKeys);
  const keks = await loadKeyEncryptionKeys(source, async () => (await readAll()).length === 0);
  let kek = keks.current;
  let keys = new Map<string, Buffer>();
  let current = '';

  const remember = (rows: readonly DataKeyRow[]) => {
    keys = new Map(rows.map((row) => [row.id, keys.get(row.id) ?? unwrapDataKey([kek], row).key]));
    current = rows.at(-1)?.id ?? current;
  };

  /** What the first data key was wrapped with when we came: the key that `derive` has always used. */
  let derivedFrom = kek;
  remember(
    await db.inScope(systemScope, async (tx) => {
      await lockDataKeys(tx);
      const rows = await readDataKeys(tx);
      if (rows.length === 0) return [await insertDataKey(tx, kek)];
      const wrappedWith = rows.map((row) => unwrapDataKey(keks.candidates, row).kek);
      derivedFrom = wrappedWith[0] ?? kek;
      const others = wrappedWith.filter((one) => one !== kek);
      if (others[0] === undefined) return rows;
      await rewrapAll(tx, keks.candidates, kek);
      await onRewrapped(tx, {
        from: fingerprintOf(others[0]),
        to: fingerprintOf(kek),
        dataKeys: others.length,
      });
      return await readDataKeys(tx);
    }),
  );
  await keks.settle();

  return {
    async seal(text, owner) {
      const dataKeyId = current;
      const key = keys.get(dataKeyId);
      if (key === undefined) throw new Error('there is no data key');
      return { dataKeyId, sealed: encrypt(key, Buffer.from(text, 'utf8'), additionalData(owner)) };
    },
    async open(value, owner) {
      // Unknown only when another process made the key after we looked.
      if (!keys.has(value.dataKeyId)) remember(await readAll());
      const key = keys.get(value.dataKeyId);
      if (key === undefined) throw new SealedValueError(`data key ${value.dataKeyId} is missing from the database`);
      try {
        return decrypt(key, value.sealed, additionalData(owner)).toString('utf8');
      } catch (error) {
        throw new SealedValueError(
          `the sealed ${owner.purpose} of ${owner.id} was altered, or belongs to another row`,
          {
            cause: error,
          },
        );
      }
    },
    derive: (purpose) =>
      Buffer.from(hkdfSync('sha256', derivedFrom, Buffer.alloc(0), `switchroom ${purpose}`, 32)).toString('base64'),
    keyEncryptionKey: () => ({ source: keks.source, fingerprint: fingerprintOf(kek) }),
    currentKeyId: () => current,
    async addDataKey(tx) {
      await lockDataKeys(tx);
      const rows = await readDataKeys(tx);
      // Another process may have replaced the key file; a data key wrapped with the old one could never be opened again.
      for (const row of rows) unwrapDataKey([kek], row);
      return (await insertDataKey(tx, kek)).id;
    },
    async refresh() {
      remember(await readAll());
    },
    async replaceKeyFile(record) {
      if (keks.source === 'environment') {
        throw new AppError('forbidden', { params: { reason: 'key-from-environment' } });
      }
      const next = await writeNextKeyFile(source.dataDirectory);
      try {
        await db.inScope(systemScope, async (tx) => {
          await lockDataKeys(tx);
          const dataKeys = await rewrapAll(tx, [kek], next);
          await record(tx, { from: fingerprintOf(kek), to: fingerprintOf(next), dataKeys });
        });
      } catch (error) {
        // The commit itself may have been cut off. While that cannot be asked both files stay: the next start finds out.
        const [first] = await readAll();
        if (first === undefined || !isWrappedWith(next, first)) {
          await dropNextKeyFile(source.dataDirectory);
          throw error;
        }
      }
      kek = next;
      await (await loadKeyEncryptionKeys(source, async () => false)).settle();
    },
  };
}

function isWrappedWith(kek: Buffer, row: DataKeyRow): boolean {
  try {
    unwrapDataKey([kek], row);
    return true;
  } catch {
    return false;
  }
}

async function rewrapAll(tx: Tx, candidates: readonly Buffer[], kek: Buffer): Promise<number> {
  const rows = await readDataKeys(tx);
  for (const row of rows) await rewrapDataKey(tx, kek, row.id, unwrapDataKey(candidates, row).key);
  return rows.length;
}
