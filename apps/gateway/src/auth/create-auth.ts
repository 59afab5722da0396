import type { Peers } from '../api/peers';
import type { AuditLog } from '../audit/port';
import type { Database } from '../db/database';
import { createPool } from '../db/pool';
import { authRole } from '../db/roles';
import type { Mailer } from '../mail/port';
import type { Logger } from '../observability/logger-port';
import { createAccountStore } from './accounts';
import { createAdmit } from './admit';
import { createCredentials } from './credentials';
import { createLibrary } from './library';
import type { AccountStore } from './port';
import { createSessionRecorder } from './recorder';
import type { AuthRoutesOptions } from './routes';
import { createSessions, type Sessions } from './sessions';
import { Throttle, type ThrottleLimits } from './throttle';

const MINUTE_MS = 60_000;
/** One person mistypes a few times; an office behind one address does so several times over. */
const defaultLimits = {
  account: { failures: 5, windowMs: 5 * MINUTE_MS },
  address: { failures: 25, windowMs: 5 * MINUTE_MS },
};

/** What the room of accounts is built from. */
export interface AuthOptions {
  databaseUrl: string;
  /** Signs session cookies. */
  secret: string;
  publicUrl: string;
  trustedOrigins: readonly string[];
  db: Database;
  audit: AuditLog;
  peers: Peers;
  mailer: Mailer;
  logger: Logger;
  onEnded: (sessionId: string) => void;
  limits?: { account: ThrottleLimits; address: ThrottleLimits };
}

/** The room of accounts, on a small pool of its own role. */
export interface Auth {
  accounts: AccountStore;
  sessions: Sessions;
  routes: AuthRoutesOptions;
  close(): Promise<void>;
}

export function createAuth(options: AuthOptions): Auth {
  const { logger } = options;
  const limits = options.limits ?? defaultLimits;
  const pool = createPool({
    url: options.databaseUrl,
    role: authRole,
    searchPath: 'auth',
    applicationName: 'switchroom-auth',
    max: 5,
    onError: (error) => logger.warn({ err: error }, 'an idle database connection broke'),
  });
  const library = createLibrary({ ...options, pool });
  const sessions = createSessions(library, pool);
  const recorder = createSessionRecorder(options.db, options.audit, logger);
  return {
    accounts: createAccountStore(pool),
    sessions,
    routes: {
      library,
      credentials: createCredentials(pool),
      sessions,
      recorder,
      admit: createAdmit({ library, sessions, recorder, onEnded: options.onEnded }),
      perAccount: new Throttle(limits.account),
      perAddress: new Throttle(limits.address),
      peers: options.peers,
      trustedOrigins: options.trustedOrigins,
      publicUrl: options.publicUrl,
      onEnded: options.onEnded,
    },
    async close() {
      await recorder.settled();
      await pool.end();
    },
  };
}
