import pg from 'pg';

/** What a pool is made from. */
export interface PoolOptions {
  url: string;
  /** The role that every session takes on right after connecting. */
  role: string;
  /** Shown in pg_stat_activity. */
  applicationName?: string;
  /** Connections at most; default 10. */
  max?: number;
  /** Schemas of unqualified names; default the server's. */
  searchPath?: string;
  /** Longest a statement may run, ms; default 15000. */
  statementTimeoutMs?: number;
  /** Longest a statement may wait for a row or table lock, ms; default 5000. */
  lockTimeoutMs?: number;
  /** Told about idle connections that broke; the pool replaces them by itself. */
  onError?: (error: Error) => void;
}

/** A pg pool whose sessions act as `role`, with deadlines for everything. */
export function createPool(options: PoolOptions): pg.Pool {
  const settings: Record<string, string> = {
    role: options.role,
    statement_timeout: String(options.statementTimeoutMs ?? 15_000),
    lock_timeout: String(options.lockTimeoutMs ?? 5000),
    idle_in_transaction_session_timeout: '60000',
    ...(options.searchPath === undefined ? {} : { search_path: options.searchPath }),
  };
  const startup = Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ');
  const pool = new pg.Pool({
    connectionString: withStartupOptions(options.url, startup),
    application_name: options.applicationName ?? 'switchroom',
    max: options.max ?? 10,
    connectionTimeoutMillis: 5000,
    idleTimeoutMillis: 30_000,
  });
  // Without a listener the loss of an idle connection ends the process.
  pool.on('error', (error) => options.onError?.(error));
  return pool;
}

/** The URL's own `options` would replace ours, so both go into the URL, ours last: there the last one counts. */
function withStartupOptions(url: string, startup: string): string {
  const parsed = new URL(url);
  const given = parsed.searchParams.get('options');
  parsed.searchParams.set('options', given === null ? startup : `${given} ${startup}`);
  // pg reads %20, not the plus sign that URLSearchParams writes.
  parsed.search = parsed.search.replaceAll('+', '%20');
  return parsed.toString();
}
