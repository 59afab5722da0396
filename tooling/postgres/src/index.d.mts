/** How to start the embedded PostgreSQL. */
export interface EmbeddedPostgresOptions {
  /** Directory that holds everything; made when it does not exist, refused when it holds something else. */
  dataDir: string;
  /** TCP port; a free one when left out. */
  port?: number;
  /** The loopback address is the only one it listens on. */
  host?: '127.0.0.1';
  /** false (tests only): nothing is flushed to disk, so a power loss loses the database. Default true. */
  durable?: boolean;
  /** Further server settings, as in postgresql.conf. */
  settings?: Record<string, string>;
  /** Gets one line for each slow or unusual step. Never holds the password. */
  log?: (line: string) => void;
}

/** A running server. Stop it before the process ends; if the process dies instead, the server stops by itself. */
export interface EmbeddedPostgres extends AsyncDisposable {
  /** Connection URL of the superuser `switchroom` to the database `switchroom`. Holds the password: never log it. */
  url: string;
  host: string;
  port: number;
  /** Process id of the server. */
  pid: number;
  /** What the server writes. */
  logFile: string;
  /** Settles when the server has ended, for whatever reason, with how it ended. */
  exited: Promise<string>;
  /** Fast shutdown; resolves when the server has ended. May be called more than once. */
  stop: () => Promise<void>;
}

/** Codes of EmbeddedPostgresError. */
export type EmbeddedPostgresErrorCode =
  | 'ALREADY_RUNNING'
  | 'CANNOT_CHANGE_USER'
  | 'DAMAGED'
  | 'DATA_MISSING'
  | 'NO_BINARIES'
  | 'NO_SHARED_MEMORY'
  | 'NO_SPACE'
  | 'NOT_OURS'
  | 'NOT_WRITABLE'
  | 'PORT_IN_USE'
  | 'START_FAILED'
  | 'UNSUPPORTED_SYSTEM'
  | 'WRONG_OWNER'
  | 'WRONG_VERSION';

/** Its message tells a person what is wrong and what to do; it always names DATABASE_URL as the other way. */
export class EmbeddedPostgresError extends Error {
  readonly code: EmbeddedPostgresErrorCode;
}

/**
 * Starts a real PostgreSQL from the binaries npm installed, creating its database at the first start.
 * @throws {EmbeddedPostgresError}
 */
export function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres>;

/**
 * Deletes the database in `dataDir` with all its data.
 * @returns false when there was none
 * @throws {EmbeddedPostgresError} ALREADY_RUNNING, NOT_OURS
 */
export function deleteEmbeddedPostgres(dataDir: string): boolean;

/** The process id of the program that has the database in `dataDir` running, if there is one. */
export function embeddedPostgresOwner(dataDir: string): number | undefined;
