import {
  AppError,
  type CreateIdentityProviderInput,
  type IdentityProviderView,
  invalidField,
  type OrganisationKind,
  type ProviderTest,
  type UpdateIdentityProviderInput,
} from '@switchroom/contracts';
import { and, eq, inArray, sql } from 'drizzle-orm';
import { recordingDenials } from '../../audit/denials';
import type { AuditLog } from '../../audit/port';
import { providerOfEmail, secretOwner } from '../../auth/oidc/providers';
import type { RateLimit } from '../../auth/rate-limit';
import { type Database, systemScope, type Tx } from '../../db/database';
import { violates } from '../../db/errors';
import { identityProviders, members, organisations } from '../../db/schema/index';
import type { SecretBox } from '../../db/secrets-port';
import type { Tenant } from '../../db/tenant';
import type { GatewayBus } from '../../events';
import { networkOf } from '../../networks';
import {
  findProviderRow,
  type LinkRow,
  linksOf,
  listProviders,
  lockDomains,
  membersMadeBy,
  type ProviderRow,
  takenDomain,
} from './identity-providers.queries';
import type { IdentityProvidersService } from './identity-providers.service';
import { mappableRoles, requireAdministrator, requireMapping } from './mapping-rules';

export interface IdentityProvidersDependencies {
  db: Database;
  audit: AuditLog;
  secrets: SecretBox;
  bus: GatewayBus;
  /** What the room of accounts knows of providers and of people without another way to sign in. */
  oidc: {
    examine(issuer: string): Promise<ProviderTest>;
    /** Throws `invalid-input` for an issuer that this installation connects to in no case. */
    assertIssuer(issuer: string): Promise<void>;
    redirectUri(providerId: string): string;
  };
  withoutOwnSignIn(userIds: readonly string[]): Promise<string[]>;
  /** Questions before a sign-in, by address. */
  questions: RateLimit;
  newId: () => string;
}

type Settings = Omit<UpdateIdentityProviderInput, 'organisationId' | 'providerId' | 'version' | 'clientSecret'>;

/** The identity providers of organisations, as their administrators keep them. */
export function createIdentityProvidersService(dependencies: IdentityProvidersDependencies): IdentityProvidersService {
  const { db, audit, secrets, bus, oidc } = dependencies;

  /** Whether this person may do it, and set this here; a refusal is recorded. */
  const judge = async (tenant: Tenant, action: string, target: { id: string; name: string }, input?: Settings) => {
    const about = { action, target: { kind: 'identity-provider' as const, ...target } };
    await recordingDenials({ db, audit }, tenant, about, async () => {
      const kind = await db.inScope(tenant, (tx) => kindOf(tx, tenant));
      requireAdministrator(tenant, kind);
      if (input !== undefined) await requireMapping(db, tenant, kind, input);
    });
  };

  /**
   * A change that claims domains. Whether they are free is known over all organisations only, so the transaction has
   * that scope, and each of its statements names the tenant's organisation.
   */
  const claiming = <T>(domains: readonly string[], providerId: string, work: (tx: Tx) => Promise<T>): Promise<T> =>
    db.inScope(systemScope, async (tx) => {
      await lockDomains(tx);
      const taken = await takenDomain(tx, domains, providerId);
      if (taken !== undefined) throw invalidField('emailDomains', 'email-domain-taken', { domain: taken });
      return await work(tx);
    });

  return {
    async list(tenant) {
      const [rows, links, kind] = await db.inScope(tenant, async (tx) => [
        await listProviders(tx, tenant.organisationId),
        await linksOf(tx, tenant.organisationId),
        await kindOf(tx, tenant),
      ]);
      const bound = new Set(await dependencies.withoutOwnSignIn([...new Set(links.map(({ userId }) => userId))]));
      const providerId = dependencies.newId();
      return {
        providers: rows.map((row) => toView(row, links, bound, oidc.redirectUri(row.id))),
        roles: await mappableRoles(db, tenant, kind),
        next: { providerId, redirectUri: oidc.redirectUri(providerId) },
      };
    },
    async create(tenant, input) {
      const { providerId: id, name } = input;
      await judge(tenant, 'identity-provider.create', { id, name }, input);
      await oidc.assertIssuer(input.issuer);
      const owner = { id, organisationId: tenant.organisationId };
      const sealed = await secrets.seal(input.clientSecret, secretOwner(owner));
      await claiming(input.emailDomains, id, async (tx) => {
        const values = { ...owner, ...columnsOf(input), issuer: input.issuer, clientId: input.clientId };
        const [row] = await tx
          .insert(identityProviders)
          .values({ ...values, sealedSecret: sealed.sealed, dataKeyId: sealed.dataKeyId })
          .returning()
          .catch(nameTaken);
        if (row === undefined) throw new AppError('internal', { message: 'the provider was not written' });
        await audit.append(tx, tenant, {
          action: 'identity-provider.create',
          target: { kind: 'identity-provider', id, name },
          after: { ...audited(row), clientSecret: 'changed' },
        });
      });
    },
    async update(tenant, input) {
      const { providerId: id, name } = input;
      await judge(tenant, 'identity-provider.update', { id, name }, input);
      const owner = { id, organisationId: tenant.organisationId };
      const sealed =
        input.clientSecret === undefined ? undefined : await secrets.seal(input.clientSecret, secretOwner(owner));
      await claiming(input.emailDomains, id, async (tx) => {
        const before = await findProviderRow(tx, tenant.organisationId, id);
        if (before === undefined) throw new AppError('not-found');
        const here = and(eq(identityProviders.id, id), eq(identityProviders.organisationId, tenant.organisationId));
        const [row] = await tx
          .update(identityProviders)
          .set({
            ...columnsOf(input),
            ...(sealed === undefined ? {} : { sealedSecret: sealed.sealed, dataKeyId: sealed.dataKeyId }),
            version: sql`${identityProviders.version} + 1`,
          })
          .where(and(here, eq(identityProviders.version, input.version)))
          .returning()
          .catch(nameTaken);
        if (row === undefined) throw new AppError('plan-outdated', { message: 'the provider was changed meanwhile' });
        await audit.append(tx, tenant, {
          action: 'identity-provider.update',
          target: { kind: 'identity-provider', id, name: row.name },
          before: audited(before),
          after: { ...audited(row), ...(sealed === undefined ? {} : { clientSecret: 'changed' }) },
        });
      });
    },
    async remove(tenant, { providerId, confirmName }) {
      await judge(tenant, 'identity-provider.remove', { id: providerId, name: confirmName });
      const userIds = await db.inScope(tenant, async (tx) => {
        const row = await findProviderRow(tx, tenant.organisationId, providerId);
        if (row === undefined) throw new AppError('not-found');
        if (confirmName !== row.name) throw invalidField('confirmName', 'name-differs', { name: row.name });
        const made = await membersMadeBy(tx, providerId);
        await audit.append(tx, tenant, {
          action: 'identity-provider.remove',
          target: { kind: 'identity-provider', id: row.id, name: row.name },
          before: { ...audited(row), members: made.map(({ email, role }) => ({ email, role })) },
        });
        const ids = made.map(({ id }) => id);
        if (ids.length > 0) await tx.delete(members).where(inArray(members.id, ids));
        await tx.delete(identityProviders).where(eq(identityProviders.id, row.id));
        return made.map(({ userId }) => userId);
      });
      if (userIds.length > 0) bus.emit('access.changed', { userIds });
    },
    async test(tenant, issuer) {
      const found = await oidc.examine(issuer);
      // Whoever looks where something answers leaves a trace, also where nothing does.
      const { host } = new URL(issuer);
      const problems = found.problems.map(({ code }) => code);
      await db.inScope(tenant, (tx) =>
        audit.append(tx, tenant, {
          action: 'identity-provider.test',
          target: { kind: 'identity-provider', id: host, name: host },
          after: { issuer, problems },
          result: problems.length === 0 ? 'allowed' : 'failed',
        }),
      );
      return found;
    },
    async forEmail(email, address) {
      const wait = dependencies.questions.take(networkOf(address));
      if (wait > 0) throw new AppError('too-many-requests', { params: { retryAfterSeconds: wait } });
      const found = await providerOfEmail(db, email);
      return { provider: found === undefined ? null : { id: found.row.id, name: found.row.name } };
    },
  };
}

async function kindOf(tx: Tx, { organisationId }: Tenant): Promise<OrganisationKind> {
  const rows = await tx
    .select({ kind: organisations.kind })
    .from(organisations)
    .where(eq(organisations.id, organisationId));
  if (rows[0] === undefined) throw new AppError('not-found');
  return rows[0].kind;
}

function columnsOf(input: Settings | CreateIdentityProviderInput) {
  const { name, emailDomains, emailsVerified, roleClaim, defaultRole, countsAsSecondFactor, enabled } = input;
  const roleMapping = input.roleMapping.map(({ value, role, customRoleId }) =>
    customRoleId === null ? { value, role } : { value, role, customRoleId },
  );
  return { name, emailDomains, emailsVerified, roleClaim, roleMapping, defaultRole, countsAsSecondFactor, enabled };
}

function audited(row: ProviderRow) {
  const { id: _id, organisationId: _organisation, sealedSecret: _sealed, dataKeyId: _key, ...rest } = row;
  const { version: _version, createdAt: _createdAt, ...settings } = rest;
  return settings;
}

function toView(row: ProviderRow, links: LinkRow[], bound: Set<string>, redirectUri: string): IdentityProviderView {
  const own = links.filter(({ providerId }) => providerId === row.id);
  const elsewhere = new Set(links.filter(({ providerId }) => providerId !== row.id).map(({ userId }) => userId));
  const { id, name, issuer, clientId, emailDomains, emailsVerified, roleClaim, defaultRole, version, enabled } = row;
  return {
    id,
    name,
    issuer,
    clientId,
    emailDomains,
    emailsVerified,
    roleClaim,
    roleMapping: row.roleMapping.map((line) => ({ ...line, customRoleId: line.customRoleId ?? null })),
    defaultRole,
    countsAsSecondFactor: row.countsAsSecondFactor,
    enabled,
    version,
    redirectUri,
    people: own.length,
    members: own.filter(({ memberId }) => memberId !== null).length,
    onlyHere: own.filter(({ userId }) => bound.has(userId) && !elsewhere.has(userId)).length,
  };
}

function nameTaken(error: unknown): never {
  if (violates(error, 'identity_providers_name')) {
    throw new AppError('already-exists', { fields: [{ path: 'name', rule: 'name-taken' }], cause: error });
  }
  if (violates(error, 'identity_providers_pkey')) throw new AppError('plan-outdated', { cause: error });
  throw error;
}
