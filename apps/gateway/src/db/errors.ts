import { AppError } from '@switchroom/contracts';

/** What PostgreSQL said, as far as code may decide on it. */
export interface DatabaseFault {
  /** SQLSTATE, or Node's code when the connection itself failed. */
  code: string;
  constraint: string | undefined;
}

/** The database error inside `error` (drizzle wraps it), or undefined when it is not one. */
export function databaseFault(error: unknown): DatabaseFault | undefined {
  for (let next = error, depth = 0; next instanceof Error && depth < 5; next = next.cause, depth += 1) {
    if ('code' in next && typeof next.code === 'string') {
      const constraint = 'constraint' in next && typeof next.constraint === 'string' ? next.constraint : undefined;
      if (constraint !== undefined || isSqlState(next.code) || networkCodes.has(next.code)) {
        return { code: next.code, constraint };
      }
    }
    if (/^(Connection terminated|timeout exceeded when trying to connect|Client has encountered)/.test(next.message)) {
      return { code: 'ECONNRESET', constraint: undefined };
    }
  }
  return undefined;
}

/** True when `error` is the violation of that unique constraint; services turn it into `already-exists`. */
export function violates(error: unknown, constraint: string): boolean {
  const fault = databaseFault(error);
  return fault?.code === '23505' && fault.constraint === constraint;
}

/**
 * Faults of the moment (connection lost, deadlock, serialization failure, lock or statement deadline, too many
 * connections) become `unavailable`, text that PostgreSQL cannot hold `invalid-input`; anything else stays what it is. Nothing is tried again here: whether the work
 * may be repeated is known only to the caller.
 */
export function surfaceDatabaseError(error: unknown): unknown {
  if (error instanceof AppError) return error;
  const fault = databaseFault(error);
  if (fault !== undefined && unstorable.has(fault.code)) {
    return new AppError('invalid-input', { message: `database: ${fault.code}`, cause: error });
  }
  if (fault === undefined || !isMomentary(fault.code)) return error;
  return new AppError('unavailable', { message: `database: ${fault.code}`, cause: error });
}

/** Text with a NUL, as text or inside of JSON: whoever sent it can leave it out. */
const unstorable = new Set(['22021', '22P05']);

const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

function isMomentary(code: string): boolean {
  return (
    networkCodes.has(code) ||
    code.startsWith('08') || // connection exception
    code.startsWith('53') || // insufficient resources
    code.startsWith('57') || // operator intervention: cancelled, shutting down, not yet started
    code === '40001' || // serialization failure
    code === '40P01' || // deadlock
    code === '55P03' || // lock not available in time
    code === '25P03' // idle in transaction for too long
  );
}

function isSqlState(code: string): boolean {
  return /^[0-9A-Z]{5}$/.test(code) && /\d/.test(code);
}
