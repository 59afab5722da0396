import { migrate } from './db/migrate';
import { readDatabaseUrl } from './env';

/** `npm run migrate`: brings the database of DATABASE_URL to the newest version. */
try {
  await migrate(readDatabaseUrl());
  process.stdout.write('The database is up to date.\n');
} catch (error) {
  process.stderr.write(`${describe(error)}\n`);
  process.exitCode = 1;
}

/** One sentence where we know the cure, the whole error where we do not. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'ConfigError' || error.name === 'DatabaseSetupError') return error.message;
  const code = 'code' in error ? String(error.code) : '';
  if (['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT', 'EAI_AGAIN'].includes(code)) {
    return `The database of DATABASE_URL does not answer (${code}). Is PostgreSQL running, and is the address right?`;
  }
  if (code === '28P01' || code === '28000')
    return `The database refused the user or password of DATABASE_URL (${code}).`;
  if (code === '3D000') return 'The database that DATABASE_URL names does not exist: create it first.';
  return `The migration failed and changed nothing that was not complete.\n${error.stack ?? error.message}`;
}
