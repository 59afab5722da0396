/**
 * The one error this package throws. `message` is written for the person in front of the terminal: what is wrong, and
 * what to do about it. Every message names DATABASE_URL, because bringing a PostgreSQL of one's own is always a way out.
 */
export class EmbeddedPostgresError extends Error {
  /**
   * @param {string} code
   * @param {string} message
   * @param {{ cause?: unknown }} [options]
   */
  constructor(code, message, options) {
    super(`${message} Or set DATABASE_URL to use a PostgreSQL server of your own.`, options);
    this.name = 'EmbeddedPostgresError';
    /** A literal such as PORT_IN_USE, for programs. */
    this.code = code;
  }
}

/**
 * What PostgreSQL wrote when it could not start, and what it means to the reader.
 * @type {ReadonlyArray<readonly [RegExp, string, string]>}
 */
const known = [
  [
    /No space left on device|could not write .*: wrote only/i,
    'NO_SPACE',
    'The disk that holds the database is full: free some space.',
  ],
  [/Disk quota exceeded/i, 'NO_SPACE', 'The disk quota of this user is used up: free some space.'],
  [
    /Address already in use|could not create any TCP\/IP sockets/i,
    'PORT_IN_USE',
    'The port of the embedded database is in use.',
  ],
  [/Read-only file system/i, 'NOT_WRITABLE', 'The data directory is on a read-only file system.'],
  [
    /Permission denied|Operation not permitted/i,
    'NOT_WRITABLE',
    'The data directory cannot be used: permission denied.',
  ],
  [
    /could not (create|resize|open) shared memory/i,
    'NO_SHARED_MEMORY',
    'The system has no shared memory to give to PostgreSQL: make /dev/shm larger.',
  ],
  [
    /error while loading shared libraries|Library not loaded|not found \(required by/i,
    'UNSUPPORTED_SYSTEM',
    'The PostgreSQL binaries do not run on this system.',
  ],
  [
    /was initialized by PostgreSQL version|incompatible with server/i,
    'WRONG_VERSION',
    'The data directory was written by another PostgreSQL version.',
  ],
];

/**
 * Turns the output of a failed PostgreSQL program into an error a person can act on.
 * @param {string} what what was being done, as the start of a sentence
 * @param {string} output what the program wrote
 * @param {string} dataDir
 */
export function explainFailure(what, output, dataDir) {
  const tail = output.trim().split('\n').slice(-8).join('\n');
  const match = known.find(([pattern]) => pattern.test(output));
  const reason = match ? match[2] : 'PostgreSQL gave no reason that this program knows.';
  return new EmbeddedPostgresError(
    match ? match[1] : 'START_FAILED',
    `${what} failed in ${dataDir}. ${reason}${tail === '' ? '' : `\nIts last words:\n${tail}\n`}`,
  );
}

/**
 * The same for an error of the file system.
 * @param {string} what
 * @param {unknown} error
 * @param {string} path
 */
export function explainFileError(what, error, path) {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reasons = /** @type {Record<string, [string, string]>} */ ({
    EACCES: ['NOT_WRITABLE', 'this user may not write there'],
    EPERM: ['NOT_WRITABLE', 'this user may not do that there'],
    EROFS: ['NOT_WRITABLE', 'the file system is read-only'],
    ENOSPC: ['NO_SPACE', 'the disk is full'],
    EDQUOT: ['NO_SPACE', 'the disk quota is used up'],
    ENOTDIR: ['NOT_WRITABLE', 'a part of the path is not a directory'],
  });
  const [name, reason] = reasons[code] ?? ['START_FAILED', error instanceof Error ? error.message : String(error)];
  return new EmbeddedPostgresError(name, `${what} failed: ${path}: ${reason}.`, { cause: error });
}
