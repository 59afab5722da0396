import { randomUUID } from 'node:crypto';
import type { CreateIdentityProviderInput, Role } from '@switchroom/contracts';
import { OidcProvider, type ProviderAccount, signInAtProvider } from '@switchroom/testkit/oidc';
import { afterAll, beforeAll } from 'vitest';
import {
  createTree,
  startTestApp,
  tenantOf,
  type TestApp,
  type TestOrganisation,
  type TestTree,
} from '../factories/index';

/** A gateway, a tree of organisations, and a real identity provider on this machine. */
export interface SsoWorld extends AsyncDisposable {
  gateway: TestApp;
  tree: TestTree;
  idp: OidcProvider;
  /** Sets a provider up for an organisation, as its administrator would; returns its id. */
  provider(organisation: TestOrganisation, changes?: Partial<CreateIdentityProviderInput>): Promise<string>;
  /** Leaves for the provider, signs in there as `account` and comes back, as a browser does. */
  travel(providerId: string, account: string | undefined, options?: TravelOptions): Promise<Arrival>;
  /** Roles that a person has, with where. */
  rolesOf(email: string): Promise<{ role: Role; organisation: string }[]>;
  audited(action: string): Promise<AuditFacts[]>;
}

export interface TravelOptions {
  /** The browser's cookies at the portal. */
  cookie?: string;
  /** The browser's cookies at the provider. */
  jar?: Map<string, string>;
  next?: string;
  /** `step-up` or `link` instead of a sign-in. */
  way?: 'start' | 'step-up' | 'link';
  /** Changes what comes back before it is followed. */
  onTheWay?: (back: URL) => URL | Promise<URL>;
}

/** Where a trip ended. */
export interface Arrival {
  location: string;
  /** Session cookies that were set, as a browser would send them back; empty without. */
  cookie: string;
  status: number;
  /** The address that the browser was sent back with. */
  back: URL | undefined;
}

export interface AuditFacts {
  organisation_id: string;
  actor_id: string;
  actor_name: string;
  target_name: string;
  result: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
}

const clientSecret = 'the client secret, which nobody may read';

export async function createSsoWorld(
  accounts: ProviderAccount[] = [],
  trips = { burst: 1000, perMinute: 1000 },
): Promise<SsoWorld> {
  const provider = { deadlineMs: 1000, maxBytes: 256 * 1024 };
  const gateway = await startTestApp({ singleSignOnLimits: { provider, trips } });
  const tree = await createTree(gateway.base.db);
  const idp = await OidcProvider.start({ accounts });
  const origin = gateway.origin;

  const follow = async (url: URL, cookie: string): Promise<Response> =>
    await fetch(`${gateway.url}${url.pathname.replace(/^\/api/, '')}${url.search}`, {
      redirect: 'manual',
      headers: { cookie },
    });

  return {
    gateway,
    tree,
    idp,
    async provider(organisation, changes = {}) {
      const providerId = changes.providerId ?? randomUUID();
      const clientId = changes.clientId ?? `client-${providerId}`;
      const redirectUris = [`${origin}/api/auth/oidc/callback/${providerId}`];
      idp.setClient({ id: clientId, secret: clientSecret, redirectUris });
      await gateway.app.services.identityProviders.create(tenantOf(organisation), {
        organisationId: organisation.id,
        providerId,
        name: `Provider ${providerId.slice(0, 8)}`,
        issuer: idp.issuer,
        clientId,
        clientSecret,
        emailDomains: [`${providerId.slice(0, 8)}.test`],
        emailsVerified: false,
        roleClaim: 'groups',
        roleMapping: [
          {
            value: 'Admins',
            role: organisation.kind === 'reseller' ? 'reseller-administrator' : 'customer-administrator',
            customRoleId: null,
          },
          { value: 'Operators', role: 'operator', customRoleId: null },
        ],
        defaultRole: null,
        countsAsSecondFactor: false,
        enabled: true,
        ...changes,
      });
      return providerId;
    },
    async travel(providerId, account, options = {}) {
      const { cookie = '', jar, next, way = 'start', onTheWay = (url: URL) => url } = options;
      const query = new URLSearchParams({
        ...(way === 'start' ? { provider: providerId } : {}),
        ...(next ? { next } : {}),
      });
      const left = await follow(new URL(`/api/auth/oidc/${way}?${query.toString()}`, origin), cookie);
      const away = left.headers.get('location') ?? '';
      if (!away.startsWith(idp.issuer)) return { location: away, cookie: '', status: left.status, back: undefined };
      const back = await onTheWay(await signInAtProvider(away, account, jar));
      const held = [cookie, ...cookiesOf(left)].filter((each) => each !== '').join('; ');
      const arrived = await follow(back, held);
      const session = cookiesOf(arrived).filter((each) => each.includes('session_token'));
      return {
        location: arrived.headers.get('location') ?? '',
        cookie: session.join('; '),
        status: arrived.status,
        back,
      };
    },
    rolesOf: (email) =>
      gateway.base.sql<{ role: Role; organisation: string }>(
        `SELECT m.role, o.name AS organisation FROM members m JOIN organisations o ON o.id = m.organisation_id
         WHERE m.email = $1 ORDER BY o.path`,
        [email],
      ),
    audited: (action) =>
      gateway.base.sql<AuditFacts & Record<string, unknown>>(
        `SELECT organisation_id, actor_id, actor_name, target_name, result, before, after FROM audit_entries
         WHERE action = $1 ORDER BY at, seq`,
        [action],
      ),
    async [Symbol.asyncDispose]() {
      await gateway.stop();
      await idp[Symbol.asyncDispose]();
    },
  };
}

/**
 * For a test file: a world with a provider for the people of Alpha One, whose addresses are at one.test. Made before the first
 * test and closed after the last; empty until then.
 */
export function companyWorld(): { world: SsoWorld; providerId: string } {
  const world = {} as SsoWorld;
  const providerId = randomUUID();
  beforeAll(async () => {
    Object.assign(world, await createSsoWorld());
    await world.provider(world.tree.alphaOne, { providerId, emailDomains: ['one.test'] });
  });
  afterAll(() => world[Symbol.asyncDispose]());
  return { world, providerId };
}

function cookiesOf(answer: Response): string[] {
  return answer.headers
    .getSetCookie()
    .filter((cookie) => !/Max-Age=0/i.test(cookie))
    .map((cookie) => cookie.split(';', 1)[0] ?? '');
}
