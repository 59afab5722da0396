import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { AppError } from '@switchroom/contracts';

/** scrypt as OWASP's password storage cheat sheet lists it: N = 2^15, r = 8, p = 3; 32 MB and some 0.2 s a try. */
const cost = { N: 2 ** 15, r: 8, p: 3 };
const KEY_BYTES = 32;
const MAX_MEMORY = 128 * 1024 * 1024;
/** Tries at once: more would only wait for the same cores and hold 32 MB each. */
const PARALLEL = 2;
/** Waiting at most, some five seconds of work: whoever comes beyond is better told at once. */
const MAX_WAITING = 50;
const RETRY_AFTER_SECONDS = 5;

/**
 * `scrypt$N$r$p$salt$hash`, base64 parts.
 * @throws {AppError} `unavailable` with the seconds to wait while too many passwords are being worked on
 */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, cost);
  return `scrypt$${cost.N}$${cost.r}$${cost.p}$${salt.toString('base64')}$${key.toString('base64')}`;
}

/** True when `password` is the one that was hashed. An unreadable hash is false, after the same work. Throws as `hashPassword` does. */
export async function verifyPassword(stored: string, password: string): Promise<boolean> {
  const [kind, n, r, p, salt = '', hash = ''] = stored.split('$');
  const parameters = { N: Number(n), r: Number(r), p: Number(p) };
  if (kind !== 'scrypt' || !Number.isInteger(parameters.N) || parameters.N > 2 ** 20) {
    await hashPassword(password);
    return false;
  }
  const expected = Buffer.from(hash, 'base64');
  const actual = await derive(password, Buffer.from(salt, 'base64'), parameters);
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

/** A password for an account that a tool makes: 24 characters of base64url. */
export function makeAccountPassword(): string {
  return randomBytes(18).toString('base64url');
}

let running = 0;
const waiting: (() => void)[] = [];

async function derive(password: string, salt: Buffer, parameters: typeof cost): Promise<Buffer> {
  if (running < PARALLEL) running += 1;
  else if (waiting.length < MAX_WAITING) await new Promise<void>((resolve) => waiting.push(resolve));
  else throw new AppError('unavailable', { params: { retryAfterSeconds: RETRY_AFTER_SECONDS } });
  try {
    return await new Promise<Buffer>((resolve, reject) => {
      // NFKC: the same password typed on another system may arrive in another form of the same characters.
      scrypt(password.normalize('NFKC'), salt, KEY_BYTES, { ...parameters, maxmem: MAX_MEMORY }, (error, key) => {
        if (error) reject(error);
        else resolve(key);
      });
    });
  } finally {
    // Whoever waited longest takes this one's place.
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }
}
