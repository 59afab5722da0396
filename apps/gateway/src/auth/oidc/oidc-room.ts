import type { Pool } from 'pg';
import type { ProviderTest } from '@switchroom/contracts';
import type { AuditLog } from '../../audit/port';
import type { Database } from '../../db/database';
import type { SecretBox } from '../../db/secrets-port';
import type { Mailer } from '../../mail/port';
import type { AddressGuard } from '../../net/address-policy';
import { RateLimit, type RateLimits } from '../rate-limit';
import type { SingleSignOnRoutes } from '../routes/single-sign-on';
import { createOidcClient } from './client';
import { assertIssuer, examine, type ProviderLimits, providerLimits } from './discovery';
import { createFlowCookies } from './flow-cookie';
import { providerOfUser } from './providers';
import { createSingleSignOn, type SsoAccounts } from './single-sign-on';

/** What tests set differently. */
export interface SingleSignOnLimits {
  provider: ProviderLimits;
  /** Departures and returns of one address. */
  trips: RateLimits;
}

/** An office behind one address signs in at nine o'clock; each person leaves once and comes back once. */
const defaultLimits: SingleSignOnLimits = { provider: providerLimits, trips: { burst: 200, perMinute: 200 } };

/** Single sign-on, put together. */
export interface OidcRoom {
  routes: SingleSignOnRoutes;
  /** What a provider says of itself, and what of it would not work. */
  examine(issuer: string): Promise<ProviderTest>;
  /** Throws `invalid-input` for an issuer that this installation connects to in no case. */
  assertIssuer(issuer: string): Promise<void>;
  /** Where a provider sends people back to. */
  redirectUri(providerId: string): string;
  /** The name of the provider that alone can confirm who this person is; undefined where there is another way. */
  stepUpThrough(userId: string): Promise<string | undefined>;
}

export function createOidcRoom(options: {
  db: Database;
  audit: AuditLog;
  mailer: Mailer;
  secrets: SecretBox;
  pool: Pool;
  accounts: SsoAccounts;
  publicUrl: string;
  /** A lasting secret of the installation; what is kept in the browser is sealed with a key that follows from it. */
  secret: string;
  issuerAddresses: AddressGuard;
  singleSignOnLimits?: Partial<SingleSignOnLimits> | undefined;
  onAccessChanged: (userIds: readonly string[]) => void;
  onlyProvider: (userId: string) => Promise<boolean>;
}): OidcRoom {
  const { db, pool, publicUrl, issuerAddresses: guard, onlyProvider } = options;
  const { provider: limits, trips } = { ...defaultLimits, ...options.singleSignOnLimits };
  const singleSignOn = createSingleSignOn({ ...options, client: createOidcClient({ guard, limits }) });
  return {
    routes: {
      db,
      singleSignOn,
      flows: createFlowCookies({ secret: options.secret, secure: publicUrl.startsWith('https:') }),
      trips: new RateLimit(trips),
      onlyProvider,
      async confirmedAt(sessionId, at) {
        await pool.query('UPDATE session SET "confirmedAt" = $2 WHERE id = $1', [sessionId, at]);
      },
    },
    examine: (issuer) => examine(issuer, { guard, limits }),
    assertIssuer: (issuer) => assertIssuer(issuer, guard),
    redirectUri: (providerId) => singleSignOn.redirectUri(providerId),
    async stepUpThrough(userId) {
      if (!(await onlyProvider(userId))) return undefined;
      return (await providerOfUser(db, userId))?.row.name;
    },
  };
}
