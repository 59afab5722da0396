import { betterAuth } from 'better-auth';
import { twoFactor } from 'better-auth/plugins';
import type { Pool } from 'pg';
import type { Logger } from '../observability/logger-port';
import { passkeyPlugin } from './passkey-plugin';
import { hashPassword, verifyPassword } from './passwords';
import { sessionPlugin } from './session-plugin';

/** With TLS a cookie under this name cannot be set from a sibling domain or over plain HTTP: browsers see to it. */
const hostPrefix = '__Host-';
/** Set by us from the checked client address; the library stores it with the session. */
export const addressHeader = 'x-switchroom-address';
const HOUR_S = 3600;

/** What the account library is built from. */
export interface LibraryOptions {
  /** A pool of role switchroom_auth with search_path auth. */
  pool: Pool;
  /** Signs the session cookie. */
  secret: string;
  publicUrl: string;
  trustedOrigins: readonly string[];
  logger: Logger;
}

/** better-auth with passwords, second factors and passkeys: no sign-up, no mail of its own, no social sign-in, no telemetry. */
export function createLibrary(options: LibraryOptions) {
  const secure = options.publicUrl.startsWith('https:');
  return betterAuth({
    appName: 'Switchroom',
    baseURL: options.publicUrl,
    basePath: '/auth',
    secret: options.secret,
    database: options.pool,
    trustedOrigins: [...options.trustedOrigins],
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 12,
      maxPasswordLength: 128,
      password: { hash: hashPassword, verify: ({ hash, password }) => verifyPassword(hash, password) },
    },
    session: {
      expiresIn: 12 * HOUR_S,
      updateAge: HOUR_S / 4,
      // How fresh the proof of the person is, we know better: it is asked for where a thing needs it.
      freshAge: 0,
      cookieCache: { enabled: false },
      // How it was opened, and when the person last proved who they are; set by us alone.
      additionalFields: {
        authMethod: { type: 'string', required: false, input: false },
        secondFactor: { type: 'boolean', required: false, defaultValue: false, input: false },
        confirmedAt: { type: 'date', required: false, input: false },
      },
    },
    plugins: [
      sessionPlugin,
      // Its tables and columns; its steps let a code count twice and know no step-up, see second-factors.ts.
      twoFactor({ issuer: 'Switchroom' }),
      passkeyPlugin(options.publicUrl),
    ],
    verification: { storeIdentifier: 'hashed' },
    // Ours counts per account too, and answers before the library is asked.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    advanced: {
      cookiePrefix: `${secure ? hostPrefix : ''}switchroom`,
      // The library's own prefix is weaker; the attribute is set below.
      useSecureCookies: false,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/', secure },
      ipAddress: { ipAddressHeaders: [addressHeader] },
      // Under NODE_ENV=test the library would leave these checks out, and tests would test something else.
      disableOriginCheck: false,
      disableCSRFCheck: false,
    },
    logger: {
      level: 'warn',
      log: (level, message) => {
        // Its further arguments can hold request data; the sentence is enough.
        if (level === 'error') options.logger.warn({ room: 'auth' }, message);
        else options.logger.debug({ room: 'auth' }, message);
      },
    },
  });
}

export type Library = ReturnType<typeof createLibrary>;
