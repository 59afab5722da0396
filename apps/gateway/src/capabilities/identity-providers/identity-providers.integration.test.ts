import { randomUUID } from 'node:crypto';
import {
  AppError,
  type CreateIdentityProviderInput,
  createIdentityProviderInput,
  type Role,
} from '@switchroom/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  createTree,
  type GatewayDatabase,
  gatewayDatabase,
  tenantOf,
  type TestOrganisation,
  testSecretBox,
  type TestTree,
} from '../../../test/factories/index';
import { createAuditLog } from '../../audit/audit-log';
import { assertIssuer } from '../../auth/oidc/discovery';
import { secretOwner } from '../../auth/oidc/providers';
import { RateLimit } from '../../auth/rate-limit';
import { createBus } from '../../bus';
import { systemScope } from '../../db/database';
import { customRoles } from '../../db/schema/index';
import type { SecretBox } from '../../db/secrets-port';
import { createAddressGuard, type ResolveAll } from '../../net/address-policy';
import { silentLogger } from '../../observability/logger';
import { createIdentityProvidersService } from './create-identity-providers-service';
import type { IdentityProvidersService } from './identity-providers.service';

const clientSecret = 'canary-client-secret-4711';
/** `inside.example` stands in a private network, every other name outside. */
const resolve: ResolveAll = (host, done) =>
  done(null, [{ address: host === 'inside.example' ? '10.0.0.9' : '93.184.216.34', family: 4 }]);

let base: GatewayDatabase;
let secrets: SecretBox;
let tree: TestTree;
let service: IdentityProvidersService;
beforeAll(async () => {
  base = await gatewayDatabase();
  secrets = await testSecretBox(base.db);
  const guard = createAddressGuard('issuer', [], resolve);
  service = createIdentityProvidersService({
    db: base.db,
    audit: createAuditLog(),
    secrets,
    bus: createBus(silentLogger),
    oidc: {
      examine: async (issuer) => ({
        problems: issuer.includes('silent') ? [{ code: 'connection' }] : [],
        found: undefined,
      }),
      assertIssuer: (issuer) => assertIssuer(issuer, guard),
      redirectUri: (id) => `https://portal.example/api/auth/oidc/callback/${id}`,
    },
    withoutOwnSignIn: async (ids) => [...ids],
    questions: new RateLimit({ burst: 3, perMinute: 1 }),
    newId: randomUUID,
  });
});
afterAll(() => base.close());
beforeEach(async () => {
  await base.sql('DELETE FROM identity_providers');
  tree = await createTree(base.db);
});

function form(organisation: TestOrganisation, changes: Partial<CreateIdentityProviderInput> = {}) {
  return createIdentityProviderInput.parse({
    organisationId: organisation.id,
    providerId: randomUUID(),
    name: 'Entra ID',
    issuer: 'https://id.example/v2.0',
    clientId: 'client',
    clientSecret,
    emailDomains: ['Example.test'],
    emailsVerified: false,
    roleClaim: 'groups',
    roleMapping: [{ value: 'Admins', role: 'operator' }],
    defaultRole: null,
    countsAsSecondFactor: false,
    enabled: true,
    ...changes,
  });
}

async function refusal(work: Promise<unknown>): Promise<AppError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof AppError)) throw new Error('an AppError was expected', { cause: error });
  return error;
}

const toUpdate = (input: CreateIdentityProviderInput, version: number, changes: object = {}) => {
  const { issuer: _issuer, clientId: _clientId, clientSecret: _secret, ...rest } = input;
  return { ...rest, version, ...changes };
};

describe('an identity provider', () => {
  it('is kept with its secret sealed, shown without it, and recorded without it', async () => {
    const tenant = tenantOf(tree.alphaOne);
    const input = form(tree.alphaOne);
    await service.create(tenant, input);
    const view = await service.list(tenant);
    expect(view.providers).toEqual([
      {
        id: input.providerId,
        name: 'Entra ID',
        issuer: 'https://id.example/v2.0',
        clientId: 'client',
        emailDomains: ['example.test'],
        emailsVerified: false,
        roleClaim: 'groups',
        roleMapping: [{ value: 'Admins', role: 'operator', customRoleId: null }],
        defaultRole: null,
        countsAsSecondFactor: false,
        enabled: true,
        version: 1,
        redirectUri: `https://portal.example/api/auth/oidc/callback/${input.providerId}`,
        people: 0,
        members: 0,
        onlyHere: 0,
      },
    ]);
    expect(view.roles.map(({ role }) => role)).toEqual(['customer-administrator', 'operator', 'help-desk', 'auditor']);
    expect(view.next.redirectUri).toContain(view.next.providerId);
    const [row] = await base.sql<{ sealed_secret: Buffer; data_key_id: string }>('SELECT * FROM identity_providers');
    const stored =
      JSON.stringify(await base.sql('SELECT * FROM audit_entries')) + row?.sealed_secret.toString('latin1');
    expect(stored + JSON.stringify(view)).not.toContain(clientSecret);
    const value = { sealed: row?.sealed_secret ?? Buffer.alloc(0), dataKeyId: row?.data_key_id ?? '' };
    const owner = { id: input.providerId, organisationId: tree.alphaOne.id };
    expect(await secrets.open(value, secretOwner(owner))).toBe(clientSecret);
    await expect(secrets.open(value, secretOwner({ ...owner, id: randomUUID() }))).rejects.toThrow(
      /belongs to another row/,
    );
    const [entry] = await base.sql('SELECT organisation_id, after FROM audit_entries WHERE target_id = $1', [
      input.providerId,
    ]);
    expect(entry).toMatchObject({
      organisation_id: tree.alphaOne.id,
      after: { name: 'Entra ID', clientSecret: 'changed' },
    });
  });

  it('is changed by the version that the form was opened with, and keeps its secret unless another is given', async () => {
    const tenant = tenantOf(tree.alphaOne);
    const input = form(tree.alphaOne);
    await service.create(tenant, input);
    const sealed = async () =>
      (await base.sql<{ sealed_secret: Buffer }>('SELECT sealed_secret FROM identity_providers'))[0];
    const before = await sealed();
    await service.update(tenant, toUpdate(input, 1, { name: 'Entra' }));
    expect(await sealed()).toEqual(before);
    expect((await refusal(service.update(tenant, toUpdate(input, 1)))).code).toBe('plan-outdated');
    await service.update(tenant, toUpdate(input, 2, { clientSecret: 'another' }));
    expect(await sealed()).not.toEqual(before);
    const entries = await base.sql<{ before: { name: string }; after: { name: string } }>(
      `SELECT before, after FROM audit_entries WHERE action = 'identity-provider.update' AND target_id = $1 ORDER BY seq`,
      [input.providerId],
    );
    expect(entries.map((entry) => [entry.before.name, entry.after.name])).toEqual([
      ['Entra ID', 'Entra'],
      ['Entra', 'Entra ID'],
    ]);
  });

  it.each<[string, Partial<CreateIdentityProviderInput>, { path: string; rule: string }]>([
    ['an issuer without TLS', { issuer: 'http://id.example' }, { path: 'issuer', rule: 'issuer-not-https' }],
    [
      'an issuer in the network of the gateway',
      { issuer: 'https://inside.example' },
      { path: 'issuer', rule: 'address-forbidden' },
    ],
    [
      'an issuer that is the gateway',
      { issuer: 'https://127.0.0.1:3001' },
      { path: 'issuer', rule: 'address-forbidden' },
    ],
    ['groups without a claim', { roleClaim: null }, { path: 'roleClaim', rule: 'role-claim-required' }],
    ['no role for anybody', { roleMapping: [] }, { path: 'defaultRole', rule: 'mapping-empty' }],
    [
      'the role of another kind of organisation',
      { roleMapping: [{ value: 'A', role: 'reseller-administrator', customRoleId: null }] },
      { path: 'roleMapping.0.role', rule: 'role-not-here' },
    ],
    [
      'a role that rules the installation',
      { defaultRole: 'provider-administrator' },
      { path: 'defaultRole', rule: 'role-not-here' },
    ],
    [
      'a custom role that is not there',
      { roleMapping: [{ value: 'A', role: 'custom', customRoleId: randomUUID() }] },
      { path: 'roleMapping.0.role', rule: 'role-unknown' },
    ],
    ['a custom role for everybody', { defaultRole: 'custom' }, { path: 'defaultRole', rule: 'role-unknown' }],
  ])('is refused with %s', async (_what, changes, field) => {
    const error = await refusal(service.create(tenantOf(tree.alphaOne), form(tree.alphaOne, changes)));
    expect(error.fields).toMatchObject([field]);
    expect((await service.list(tenantOf(tree.alphaOne))).providers).toEqual([]);
  });

  it('gives no custom role of a place beside, and one of a place above', async () => {
    const made = async (organisation: TestOrganisation) => {
      const [row] = await base.db.inScope(systemScope, (tx) =>
        tx
          .insert(customRoles)
          .values({ organisationId: organisation.id, name: randomUUID(), permissions: ['pbxs:read'] })
          .returning(),
      );
      return [{ value: 'A', role: 'custom' as const, customRoleId: row?.id ?? '' }];
    };
    const tenant = tenantOf(tree.alphaOne);
    const beside = form(tree.alphaOne, { roleMapping: await made(tree.alphaTwo) });
    expect((await refusal(service.create(tenant, beside))).fields?.[0]?.rule).toBe('role-unknown');
    await service.create(tenant, form(tree.alphaOne, { roleMapping: await made(tree.alpha) }));
    expect((await service.list(tenant)).providers).toHaveLength(1);
  });

  it('is not set up, changed or removed by somebody who holds less than an administrator there; the attempt is recorded', async () => {
    const input = form(tree.alphaOne);
    await service.create(tenantOf(tree.alphaOne), input);
    const weak = tenantOf(tree.alphaOne, { permissions: ['sso:read', 'sso:manage', 'members:manage'] });
    const attempts = [
      () => service.create(weak, form(tree.alphaOne, { name: 'Mine', emailDomains: ['mine.test'] })),
      () => service.update(weak, toUpdate(input, 1)),
      () => service.remove(weak, { providerId: input.providerId, confirmName: 'Entra ID' }),
    ];
    for (const attempt of attempts) {
      const error = await refusal(attempt());
      expect(error.code).toBe('forbidden');
      expect(error.fields?.[0]?.rule).toBe('sso-needs-administrator');
    }
    const denied = await base.sql<{ after: { attempted: string } }>(
      `SELECT after FROM audit_entries WHERE action = 'access.denied' AND organisation_id = $1 ORDER BY seq`,
      [tree.alphaOne.id],
    );
    expect(denied.map(({ after }) => after.attempted).toSorted()).toEqual([
      'identity-provider.create',
      'identity-provider.remove',
      'identity-provider.update',
    ]);
  });

  it('is tried with an entry each, whatever came of it', async () => {
    const tenant = tenantOf(tree.alphaOne);
    await service.test(tenant, 'https://id.example/v2.0');
    await service.test(tenant, 'https://silent.example:8443');
    const entries = await base.sql(
      `SELECT target_name, result, after FROM audit_entries
       WHERE action = 'identity-provider.test' AND organisation_id = $1 ORDER BY seq`,
      [tree.alphaOne.id],
    );
    expect(entries).toEqual([
      { target_name: 'id.example', result: 'allowed', after: { issuer: 'https://id.example/v2.0', problems: [] } },
      {
        target_name: 'silent.example:8443',
        result: 'failed',
        after: { issuer: 'https://silent.example:8443', problems: ['connection'] },
      },
    ]);
  });

  it('has a name of its own, and is removed by it', async () => {
    const tenant = tenantOf(tree.alphaOne);
    const input = form(tree.alphaOne);
    await service.create(tenant, input);
    const twice = await refusal(service.create(tenant, form(tree.alphaOne, { emailDomains: ['other.test'] })));
    expect(twice.toJSON()).toMatchObject({ code: 'already-exists', fields: [{ path: 'name' }] });
    const wrong = await refusal(service.remove(tenant, { providerId: input.providerId, confirmName: 'Entra' }));
    expect(wrong.fields).toMatchObject([{ path: 'confirmName', rule: 'name-differs' }]);
    await service.remove(tenant, { providerId: input.providerId, confirmName: 'Entra ID' });
    expect((await service.list(tenant)).providers).toEqual([]);
  });
});

describe('an e-mail domain', () => {
  it.each<[string, () => TestOrganisation]>([
    ['beside', () => tree.alphaTwo],
    ['above', () => tree.alpha],
    ['in a foreign branch', () => tree.betaOne],
    ['in the same organisation', () => tree.alphaOne],
  ])('is spoken for once in the installation; where is not said: %s', async (_where, other) => {
    await service.create(tenantOf(tree.alphaOne), form(tree.alphaOne, { emailDomains: ['a.test', 'b.test'] }));
    const input = form(other(), { name: 'Second', emailDomains: ['c.test', 'B.test'] });
    const error = await refusal(service.create(tenantOf(other()), input));
    expect(error.fields).toEqual([{ path: 'emailDomains', rule: 'email-domain-taken', params: { domain: 'b.test' } }]);
    expect(JSON.stringify(error)).not.toMatch(/Alpha|Entra/);
  });

  it('is given to one of two who ask at the same moment', async () => {
    const results = await Promise.allSettled(
      [tree.alphaOne, tree.betaOne, tree.alphaTwo].map((organisation) =>
        service.create(tenantOf(organisation), form(organisation, { emailDomains: ['race.test'] })),
      ),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('leads to its provider before anybody has signed in, as often as one address may ask', async () => {
    const input = form(tree.alphaOne, { emailDomains: ['way.test'] });
    await service.create(tenantOf(tree.alphaOne), input);
    const address = randomUUID();
    expect(await service.forEmail('ada@WAY.test', address)).toEqual({
      provider: { id: input.providerId, name: 'Entra ID' },
    });
    expect(await service.forEmail('ada@elsewhere.test', address)).toEqual({ provider: null });
    expect(await service.forEmail('nobody', address)).toEqual({ provider: null });
    expect((await refusal(service.forEmail('ada@way.test', address))).code).toBe('too-many-requests');
    const ask = (host: number) => service.forEmail('ada@elsewhere.test', `2001:db8:7:1::${host}`);
    for (const host of [1, 2, 3]) expect(await ask(host)).toEqual({ provider: null });
    expect((await refusal(ask(4))).code).toBe('too-many-requests');
  });

  it('leads nowhere while the provider is switched off or its organisation archived', async () => {
    const input = form(tree.alphaOne, { emailDomains: ['off.test'] });
    await service.create(tenantOf(tree.alphaOne), input);
    await service.update(tenantOf(tree.alphaOne), toUpdate(input, 1, { enabled: false }));
    expect(await service.forEmail('ada@off.test', randomUUID())).toEqual({ provider: null });
    await service.update(tenantOf(tree.alphaOne), toUpdate(input, 2));
    await base.sql('UPDATE organisations SET archived_at = now() WHERE id = $1', [tree.alpha.id]);
    expect(await service.forEmail('ada@off.test', randomUUID())).toEqual({ provider: null });
  });
});

describe('the tenant boundary', () => {
  it.each<[string, () => TestOrganisation, Role]>([
    ['a sibling', () => tree.alphaTwo, 'customer-administrator'],
    ['the organisation above', () => tree.alpha, 'reseller-administrator'],
    ['a foreign branch', () => tree.beta, 'reseller-administrator'],
  ])('%s neither sees nor changes nor removes it', async (_who, organisation, role) => {
    const input = form(tree.alphaOne);
    await service.create(tenantOf(tree.alphaOne), input);
    const other = tenantOf(organisation(), { role });
    expect((await service.list(other)).providers).toEqual([]);
    const change = {
      ...toUpdate(input, 1, { name: 'Taken over' }),
      roleMapping: [],
      roleClaim: null,
      defaultRole: 'auditor' as const,
    };
    expect((await refusal(service.update(other, change))).code).toBe('not-found');
    const removal = { providerId: input.providerId, confirmName: 'Entra ID' };
    expect((await refusal(service.remove(other, removal))).code).toBe('not-found');
    // Nor by making one with the same id.
    const clash = form(organisation(), {
      providerId: input.providerId,
      emailDomains: ['x.test'],
      roleMapping: [],
      roleClaim: null,
      defaultRole: 'auditor',
    });
    expect((await refusal(service.create(other, clash))).code).toBe('plan-outdated');
    expect((await service.list(tenantOf(tree.alphaOne))).providers[0]?.name).toBe('Entra ID');
  });
});
