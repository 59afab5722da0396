import { hkdfSync, randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '@switchroom/contracts';

/** Where the key that wraps all data keys comes from. */
export interface KeySource {
  /** SWITCHROOM_KEY: 32 bytes in base64; wins over the file. */
  key: string | undefined;
  /** SWITCHROOM_KEY_PREVIOUS: the one that `key` replaces, for the start at which it does. */
  previousKey?: string | undefined;
  /** SWITCHROOM_DATA: without `key`, the key lives in `keys/kek` below it. */
  dataDirectory: string;
}

/** The key-encryption key that counts, and those that data keys may still be wrapped with. */
export interface KeyEncryptionKeys {
  source: 'environment' | 'file';
  current: Buffer;
  /** With `current`. */
  candidates: Buffer[];
  /** To be called once every data key is wrapped with `current`: brings a replacement of the file to its end. */
  settle(): Promise<void>;
}

/**
 * Loads the key-encryption key, making the file at the first start. A replacement that was broken off is gone on with:
 * then `current` is the new key.
 * @param mayCreate false once there are sealed secrets: a new key could not open them
 * @throws {Error} naming the variable or the file, and the cure
 */
export async function loadKeyEncryptionKeys(
  source: KeySource,
  mayCreate: () => Promise<boolean>,
): Promise<KeyEncryptionKeys> {
  if (source.key !== undefined) {
    const current = decodeKey(source.key, 'SWITCHROOM_KEY');
    const previous = source.previousKey === undefined ? [] : [decodeKey(source.previousKey, 'SWITCHROOM_KEY_PREVIOUS')];
    return { source: 'environment', current, candidates: [current, ...previous], settle: async () => undefined };
  }
  const { dataDirectory } = source;
  const stored = await loadFile(dataDirectory, mayCreate);
  const next = await readIfThere(nextFile(dataDirectory));
  // Without its end the file was broken off while it was written; nothing can be wrapped with it.
  if (next === undefined || !next.endsWith('\n')) {
    await dropNextKeyFile(dataDirectory);
    return { source: 'file', current: stored, candidates: [stored], settle: async () => undefined };
  }
  const current = decodeKey(next, nextFile(dataDirectory));
  return {
    source: 'file',
    current,
    candidates: [current, stored],
    settle: () => putNextInPlace(dataDirectory),
  };
}

/**
 * Writes a new key beside the one in the file; it counts from the next `loadKeyEncryptionKeys` on.
 * @throws {AppError} `unavailable` while another replacement is under way
 */
export async function writeNextKeyFile(dataDirectory: string): Promise<Buffer> {
  const key = randomBytes(32);
  try {
    await writePrivate(nextFile(dataDirectory), key);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
    throw new AppError('unavailable', { message: 'the key file is being replaced already', cause: error });
  }
  return key;
}

/** Takes back what `writeNextKeyFile` wrote. */
export async function dropNextKeyFile(dataDirectory: string): Promise<void> {
  await rm(nextFile(dataDirectory), { force: true });
}

/** Eight bytes by which two copies of a key can be told apart; nothing about the key follows from them. */
export function fingerprintOf(key: Buffer): string {
  return Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), 'switchroom fingerprint', 8)).toString('hex');
}

const currentFile = (dataDirectory: string) => join(dataDirectory, 'keys', 'kek');
const nextFile = (dataDirectory: string) => join(dataDirectory, 'keys', 'kek.next');

/** The old key stays as a file of its own: backups of the database from before can only be opened with it. */
async function putNextInPlace(dataDirectory: string): Promise<void> {
  const file = currentFile(dataDirectory);
  const old = decodeKey((await readIfThere(file)) ?? '', file);
  await link(file, join(dataDirectory, 'keys', `kek.replaced-${fingerprintOf(old)}`)).catch(unlessThere);
  await rename(nextFile(dataDirectory), file);
}

async function loadFile(dataDirectory: string, mayCreate: () => Promise<boolean>): Promise<Buffer> {
  const file = currentFile(dataDirectory);
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
  await createKeyFile(dataDirectory, file).catch((cause: unknown) => {
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
async function createKeyFile(dataDirectory: string, file: string): Promise<void> {
  await mkdir(join(dataDirectory, 'keys'), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}.${randomBytes(6).toString('hex')}`;
  try {
    await writePrivate(draft, randomBytes(32));
    await link(draft, file);
  } catch (error) {
    unlessThere(error);
  } finally {
    await rm(draft, { force: true });
  }
}

/** On the disk when it returns: a key that only the cache knows must not wrap anything. */
async function writePrivate(file: string, key: Buffer): Promise<void> {
  await using handle = await open(file, 'wx', 0o600);
  await handle.writeFile(`${key.toString('base64')}\n`);
  await handle.sync();
}

function unlessThere(error: unknown): void {
  if (!hasCode(error, 'EEXIST')) throw error;
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
