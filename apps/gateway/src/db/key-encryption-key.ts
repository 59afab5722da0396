import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where the key that wraps all data keys comes from. */
export interface KeySource {
  /** SWITCHROOM_KEY: 32 bytes in base64; wins over the file. */
  key: string | undefined;
  /** SWITCHROOM_DATA: without `key`, the key lives in `keys/kek` below it. */
  dataDirectory: string;
}

/**
 * Loads the key-encryption key, making the file at the first start.
 * @param mayCreate false once there are sealed secrets: a new key could not open them
 * @throws {Error} naming the variable or the file, and the cure
 */
export async function loadKeyEncryptionKey(source: KeySource, mayCreate: () => Promise<boolean>): Promise<Buffer> {
  if (source.key !== undefined) return decodeKey(source.key, 'SWITCHROOM_KEY');
  const file = join(source.dataDirectory, 'keys', 'kek');
  const stored = await readIfThere(file);
  if (stored !== undefined) return decodeKey(stored, file);
  if (!(await mayCreate())) {
    // Another gateway on the same directory may have made the file, and then sealed with it, since we looked.
    const made = await readIfThere(file);
    if (made !== undefined) return decodeKey(made, file);
    throw new Error(
      `The key-encryption key is missing: ${file} does not exist, but the database holds secrets sealed with it. ` +
        'Cure: restore that file from the backup, or set SWITCHROOM_KEY to its content.',
    );
  }
  await createKeyFile(join(source.dataDirectory, 'keys'), file).catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(
      `The key file ${file} cannot be written (${why}). ` +
        'Cure: make room or give the gateway the right to write there, or set SWITCHROOM_KEY.',
      { cause },
    );
  });
  return decodeKey((await readIfThere(file)) ?? '', file);
}

/** Complete or not at all, and never over a file that another process made meanwhile. */
async function createKeyFile(folder: string, file: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}.${randomBytes(6).toString('hex')}`;
  try {
    await writeFile(draft, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
    await link(draft, file);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

function decodeKey(text: string, name: string): Buffer {
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length !== 32) {
    throw new Error(`${name} must hold 32 bytes in base64. Cure: openssl rand -base64 32`);
  }
  return key;
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT') || hasCode(error, 'ENOTDIR')) return undefined;
    throw error;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
