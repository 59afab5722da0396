import { randomUUID } from 'node:crypto';
import { builtInRoles, permissions, roleTable } from '@switchroom/contracts';
import type { AnyTRPCProcedure } from '@trpc/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appRouter } from '../src/api/router';
import type { ProcedureMeta } from '../src/api/trpc';
import { t } from '../src/api/trpc';
import { createAuditLog } from '../src/audit/audit-log';
import { createAccessService } from '../src/capabilities/session/create-access-service';
import type { Services } from '../src/services';
import {
  createMember,
  createTree,
  type GatewayDatabase,
  gatewayDatabase,
  recordingServices,
  type TestTree,
} from './factories/index';

const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, AnyTRPCProcedure>).map(
  ([path, procedure]) => ({
    path,
    type: procedure._def.type,
    access: (procedure._def.meta as ProcedureMeta | undefined)?.access,
  }),
);
const open = [
  'setup.state',
  'setup.createFirstAdministrator',
  'invitations.look',
  'invitations.accept',
  'branding.forHost',
  'identityProviders.forEmail',
];

/** Inputs that pass each procedure's schema: what is denied must be denied by the permission, not by the input. */
const ids = {
  pbxId: randomUUID(),
  memberId: randomUUID(),
  invitationId: randomUUID(),
  roleId: randomUUID(),
  planId: randomUUID(),
  guid: 'guid',
};
const form = {
  name: 'fax',
  longName: 'Fax',
  url: 'http://gateway.test/app/x/y/fax',
  flags: Object.fromEntries(
    [
      'websocket',
      'hidden',
      'web',
      'pbx',
      'pbxsignal',
      'epsignal',
      'messages',
      'tableusers',
      'admin',
      'services',
      'rcc',
      'impersonation',
    ].map((flag) => [flag, false]),
  ),
};
const provider = {
  providerId: randomUUID(),
  name: 'P',
  emailDomains: ['example.test'],
  emailsVerified: false,
  roleClaim: null,
  roleMapping: [],
  defaultRole: 'auditor',
  countsAsSecondFactor: false,
  enabled: true,
};
const forwarder = { host: 'siem.example', port: 6514, tls: true, caCertificate: null };
const extra: Record<string, object> = {
  'policies.update': { version: 0, requireSecondFactor: false, forbidImpersonation: false, auditRetentionDays: null },
  'organisations.create': { name: 'New', kind: 'customer' },
  'organisations.rename': { name: 'New', version: 1 },
  'organisations.previewMove': { parentId: randomUUID() },
  'organisations.move': { parentId: randomUUID(), digest: '0'.repeat(64) },
  'organisations.archive': { version: 1, confirmName: 'New' },
  'organisations.restore': { version: 1 },
  'branding.update': {
    productName: 'P',
    hostName: null,
    accentLight: null,
    accentDark: null,
    mailFromName: null,
    mailReplyTo: null,
    version: 0,
  },
  'branding.remove': { version: 1 },
  'identityProviders.create': { ...provider, issuer: 'https://id.example', clientId: 'c', clientSecret: 's' },
  'identityProviders.update': { ...provider, version: 1 },
  'identityProviders.remove': { providerId: provider.providerId, confirmName: 'P' },
  'identityProviders.test': { issuer: 'https://id.example' },
  'keys.rotate': { kind: 'data-key' },
  'tokens.create': { name: 'T', permissions: ['pbxs:read'], expiresInDays: 30 },
  'tokens.revoke': { tokenId: randomUUID() },
  'impersonation.view': { memberId: randomUUID() },
  'impersonation.act': { memberId: randomUUID(), reason: 'they cannot see their PBX' },
  'auditTrail.forwarders.create': { forwarder },
  'auditTrail.forwarders.update': { forwarderId: randomUUID(), version: 1, forwarder },
  'auditTrail.forwarders.remove': { forwarderId: randomUUID(), version: 1 },
  'auditTrail.forwarders.test': { forwarderId: randomUUID() },
  'auditTrail.get': { entryId: randomUUID() },
  'auditTrail.timeline': { targetKind: 'pbx', targetId: randomUUID() },
  'auditTrail.checkpointFile': { checkpointId: randomUUID() },
  'auditTrail.export': { format: 'csv' },
  'pbxs.create': {
    direction: 'inbound',
    targetOrganisationId: randomUUID(),
    name: 'P',
    appObjectName: 'app',
    domain: 'a.example',
  },
  'mail.get': { mailId: randomUUID() },
  'mail.retry': { mailId: randomUUID() },
  'mail.sendTest': { locale: 'en' },
  'pbxs.probeCertificate': { address: 'pbx.example' },
  'pbxs.update': { version: 1 },
  'pbxs.remove': { confirmName: 'P' },
  'appObjects.acceptOutside': { seenAt: new Date() },
  'members.explain': { userId: 'somebody' },
  'members.changeRole': { version: 1, role: 'auditor' },
  'members.remove': { version: 1 },
  'members.sendPasswordReset': { locale: 'en' },
  'members.removeSecondFactor': { locale: 'en', reason: 'lost' },
  'invitations.create': { email: 'new@example.test', name: 'New', role: 'auditor', locale: 'en' },
  'invitations.resend': { locale: 'en' },
  'roles.create': { name: 'Role', permissions: ['pbxs:read'] },
  'roles.update': { name: 'Role', permissions: ['pbxs:read'], version: 1 },
  'appObjects.planCreate': { form },
  'appObjects.planUpdate': { base: form, form },
};

let base: GatewayDatabase;
let tree: TestTree;
const calls: string[] = [];
const session = { id: 'session', confirmedAt: new Date(), secondFactor: false };
let services: Services;
beforeAll(async () => {
  base = await gatewayDatabase();
  tree = await createTree(base.db);
  const unreachable = new Proxy({} as never, {
    get: (_target, method) => () => {
      calls.push(String(method));
      return Promise.resolve({});
    },
  });
  services = {
    ...recordingServices(calls),
    access: createAccessService({ db: base.db, audit: createAuditLog() }),
    session: unreachable,
    account: unreachable,
    policies: unreachable,
    setup: unreachable,
    organisations: unreachable,
    branding: unreachable,
    members: unreachable,
    invitations: unreachable,
    roles: unreachable,
    auditTrail: unreachable,
    auditForwarders: unreachable,
    mail: unreachable,
    identityProviders: unreachable,
    keys: unreachable,
    tokens: unreachable,
    impersonation: unreachable,
  };
});
afterAll(() => base.close());

async function call(
  path: string,
  user: { id: string; name: string; email: string } | undefined,
  organisationId: string,
) {
  calls.length = 0;
  const caller = t.createCallerFactory(appRouter)({
    requestId: randomUUID(),
    address: '127.0.0.1',
    user: user && { ...user, session },
    services,
  });
  const procedure = path.split('.').reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], caller);
  const input = { organisationId, ...ids, ...extra[path] };
  try {
    const result: unknown = await (procedure as (value: unknown) => Promise<unknown>)(input);
    // A subscription runs when it is read.
    if (result !== null && typeof result === 'object' && Symbol.asyncIterator in result) {
      const iterator = (result as AsyncIterable<unknown>)[Symbol.asyncIterator]();
      await iterator.next().catch(() => undefined);
      await iterator.return?.();
    }
    return 'ok';
  } catch (error) {
    return (error as { message: string }).message;
  }
}

describe('every procedure', () => {
  it('says what access it needs, and nothing but the first run and the link of an invitation is public', () => {
    const known = ['public', 'signed-in', 'own-account', 'impersonating', ...permissions];
    expect(procedures.length).toBeGreaterThan(30);
    expect(procedures.filter(({ access }) => access === undefined || !known.includes(access))).toEqual([]);
    const unguarded = procedures.filter(({ access }) => access === 'public').map(({ path }) => path);
    expect(unguarded.toSorted()).toEqual(open.toSorted());
  });

  it('that changes something needs a permission that is more than reading', () => {
    const free = procedures.filter(
      ({ type, access }) => type === 'mutation' && (access === 'signed-in' || access?.endsWith(':read')),
    );
    // Refreshing reads the PBX again; it changes nothing anywhere.
    expect(free.map(({ path }) => path)).toEqual(['pbxs.refresh']);
  });

  it.each(procedures.filter(({ path }) => !open.includes(path)))(
    '$path is closed without a session',
    async ({ path }) => {
      expect(await call(path, undefined, tree.provider.id)).toBe('signed-out');
      expect(calls).toEqual([]);
    },
  );
});

const guarded = procedures.filter(
  ({ access }) => !['public', 'signed-in', 'own-account', 'impersonating'].includes(access ?? ''),
);

describe.each(builtInRoles)('as %s', (role) => {
  it.each(guarded)('$path follows the role table ($access)', async ({ path, access }) => {
    const member = await createMember(base.db, tree.alpha, { role });
    const allowed = (roleTable[role] as readonly string[]).includes(access ?? '');
    expect(await call(path, member, tree.alphaOne.id)).toBe(allowed ? 'ok' : 'forbidden');
    expect(calls.length > 0).toBe(allowed);
  });

  it.each(guarded)('$path does not know organisations out of reach', async ({ path }) => {
    const member = await createMember(base.db, tree.alpha, { role });
    for (const foreign of [tree.beta.id, tree.betaOne.id, tree.provider.id, randomUUID()]) {
      expect(await call(path, member, foreign)).toBe('not-found');
    }
    expect(calls).toEqual([]);
  });
});

describe('a denial', () => {
  it('is recorded where the person tried, or at home when that is out of reach', async () => {
    const member = await createMember(base.db, tree.alpha, { role: 'auditor', name: 'Ida' });
    await call('plans.confirm', member, tree.alphaTwo.id);
    await call('plans.confirm', member, tree.betaOne.id);
    const rows = await base.sql<{ organisation_id: string; target_id: string; result: string; after: unknown }>(
      `SELECT organisation_id, target_id, result, after FROM audit_entries WHERE actor_id = $1 ORDER BY at`,
      [member.id],
    );
    expect(rows).toEqual([
      {
        organisation_id: tree.alphaTwo.id,
        target_id: tree.alphaTwo.id,
        result: 'denied',
        after: { permission: 'plans:apply' },
      },
      { organisation_id: tree.alpha.id, target_id: tree.betaOne.id, result: 'denied', after: null },
    ]);
  });
});
