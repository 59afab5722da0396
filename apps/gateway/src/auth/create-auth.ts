import type { Origins } from '../api/origins';
import type { Peers } from '../api/peers';
import type { AuditLog } from '../audit/port';
import type { Database } from '../db/database';
import { createPool } from '../db/pool';
import { authRole } from '../db/roles';
import type { SecretBox } from '../db/secrets-port';
import type { Mailer } from '../mail/port';
import type { AddressGuard } from '../net/address-policy';
import type { Logger } from '../observability/logger-port';
import { createAccountChanges } from './account-changes';
import { createAccountStore } from './accounts';
import { createAdmit } from './admit';
import { createCredentials } from './credentials';
import { createLibrary } from './library';
import { createSsoAccounts, withoutOwnSignIn } from './oidc/accounts';
import { isBoundToProvider } from './oidc/providers';
import { createOidcRoom, type OidcRoom, type SingleSignOnLimits } from './oidc/oidc-room';
import { createOneTimeTokens } from './one-time-tokens';
import type { OwnAccountParts } from './own-account';
import { createPasskeys } from './passkeys';
import { createPasswordReset } from './password-reset';
import type { AccountStore } from './port';
import { createSessionRecorder } from './recorder';
import type { AuthRoutesOptions } from './routes';
import { createSecondFactors } from './second-factors';
import { createSessions, type Sessions } from './sessions';
import { createStepUp } from './step-up';
import { Throttle, type ThrottleLimits } from './throttle';

const MINUTE_MS = 60_000;
/** One person mistypes a few times; an office behind one address does so several times over. */
const defaultLimits = {
  account: { failures: 5, windowMs: 5 * MINUTE_MS },
  address: { failures: 25, windowMs: 5 * MINUTE_MS },
  mail: { failures: 3, windowMs: 15 * MINUTE_MS },
  // The sign-in page asks one when it opens.
  questions: { failures: 200, windowMs: 5 * MINUTE_MS },
};

/** What the room of accounts is built from. */
export interface AuthOptions {
  databaseUrl: string;
  /** Signs session cookies and seals the secrets of authenticator apps: it has to stay the same. */
  secret: string;
  publicUrl: string;
  origins: Origins;
  db: Database;
  audit: AuditLog;
  peers: Peers;
  mailer: Mailer;
  /** Opens the client secrets of identity providers. */
  secrets: SecretBox;
  /** Which addresses an identity provider may have. */
  issuerAddresses: AddressGuard;
  logger: Logger;
  onEnded: (sessionId: string) => void;
  /** Told whose sessions count for more, or for less, than before. */
  onFactsChanged: (userId: string) => void;
  singleSignOnLimits?: Partial<SingleSignOnLimits> | undefined;
  limits?: Partial<Record<keyof typeof defaultLimits, ThrottleLimits>>;
}

/** The room of accounts, on a small pool of its own role. */
export interface Auth {
  accounts: AccountStore;
  ownAccount: OwnAccountParts;
  sessions: Sessions;
  /** What the identity providers' own pages need of single sign-on. */
  oidc: Pick<OidcRoom, 'examine' | 'assertIssuer' | 'redirectUri'>;
  /** Which of these accounts have neither a password nor a passkey. */
  withoutOwnSignIn(userIds: readonly string[]): Promise<string[]>;
  routes: AuthRoutesOptions;
  close(): Promise<void>;
}

export function createAuth(options: AuthOptions): Auth {
  const { db, logger, mailer, publicUrl, onEnded, onFactsChanged } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const pool = createPool({
    url: options.databaseUrl,
    role: authRole,
    searchPath: 'auth',
    applicationName: 'switchroom-auth',
    max: 5,
    onError: (error) => logger.warn({ err: error }, 'an idle database connection broke'),
  });
  const library = createLibrary({ ...options, trustedOrigins: options.origins.fixed, pool });
  const sessions = createSessions(library, pool);
  const recorder = createSessionRecorder(db, options.audit, logger);
  const perAccount = new Throttle(limits.account);
  const perAccountMail = new Throttle(limits.mail);
  const credentials = createCredentials(pool);
  const secondFactors = createSecondFactors({ pool, secret: options.secret, issuer: 'Switchroom' });
  const passkeys = createPasskeys({ library, pool });
  const tokens = createOneTimeTokens(pool);
  const changes = createAccountChanges({ db, audit: options.audit, mailer });
  const passwordReset = createPasswordReset({
    db,
    mailer,
    credentials,
    tokens,
    perAccountMail,
    changes,
    publicUrl,
    logger,
    onEnded,
  });
  const oidc = createOidcRoom({
    ...options,
    pool,
    accounts: createSsoAccounts(pool, credentials),
    onAccessChanged: (userIds) => userIds.forEach(onFactsChanged),
    onlyProvider: async (userId) => {
      const [account, facts] = await Promise.all([credentials.find({ id: userId }), secondFactors.of(userId)]);
      return account?.hasPassword === false && !facts.totp && facts.passkeys === 0;
    },
  });
  const stepUpParts = { credentials, secondFactors, passkeys, sessions, changes, perAccount };
  return {
    accounts: {
      ...createAccountStore(pool),
      requestPasswordReset: (userId, { locale }) => passwordReset.request(userId, locale),
    },
    ownAccount: { ...stepUpParts, onEnded, onFactsChanged },
    sessions,
    oidc,
    withoutOwnSignIn: (userIds) => withoutOwnSignIn(pool, userIds),
    routes: {
      library,
      credentials,
      secondFactors,
      passkeys,
      tokens,
      passwordReset,
      stepUp: createStepUp({
        ...stepUpParts,
        onUpgraded: onFactsChanged,
        singleSignOnOf: (userId) => oidc.stepUpThrough(userId),
      }),
      oidc: oidc.routes,
      changes,
      sessions,
      recorder,
      admit: createAdmit({ library, sessions, recorder, onEnded, providerAlone: (id) => isBoundToProvider(db, id) }),
      perAccount,
      perAddress: new Throttle(limits.address),
      passkeyQuestions: new Throttle(limits.questions),
      perAccountMail,
      peers: options.peers,
      origins: options.origins,
      publicUrl,
      logger,
      onEnded,
    },
    async close() {
      await Promise.all([recorder.settled(), passwordReset.settled()]);
      await pool.end();
    },
  };
}
