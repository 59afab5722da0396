import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call } from './isolation/call';
import { exampleInputs } from './isolation/example-inputs';
import { addPerson, type CallerCase, membership, signedIn } from './isolation/people';
import { apiProcedures, tenantProcedures } from './isolation/procedures';
import { type IsolationWorld, startIsolationWorld } from './isolation/world';

/** Change nothing that is kept, or nothing yet; everything else leaves an entry. */
const silent: Record<string, string> = {
  'pbxs.refresh': 'reads the PBX again',
  'appObjects.planCreate': 'a draft: recorded when it is confirmed or discarded',
  'appObjects.planUpdate': 'a draft',
  'appObjects.planDelete': 'a draft',
  'appObjects.planRevert': 'a draft',
  'plans.retry': 'a draft',
  'settings.preview': 'says what a change would do',
  'settings.previewBulk': 'says what a change would do',
  'settings.importPreview': 'says what a file would change',
  'account.beginTotp': 'a secret that does not count before it is confirmed',
  'account.passkeyOptions': 'a challenge',
  'account.beginIdentityLink': 'a question; the link is recorded when the person comes back',
};

/** Need more than a world with one object of each kind: their own tests go through them. The action they record. */
const elsewhere: Record<string, string> = {
  'organisations.move': 'organisation.move',
  'members.sendPasswordReset': 'member.password-reset',
  'members.removeSecondFactor': 'member.remove-second-factor',
  'invitations.accept': 'invitation.accept',
  'invitations.resend': 'invitation.resend',
  'roles.remove': 'role.remove',
  'appObjects.acceptOutside': '.accept-outside',
  'plans.stop': 'plan.stop',
  'settings.save': 'settings.update',
  'settings.unlock': 'settings.unlock',
  'settings.approve': 'settings.approve',
  'settings.reject': 'settings.reject',
  'settings.cancel': 'settings.cancel',
  'settings.saveBulk': 'settings.update',
  'settings.restore': 'settings.update',
  'settings.import': 'settings.update',
  'mail.retry': 'mail.retried',
  'impersonation.act': 'impersonation.start',
  'impersonation.stop': 'impersonation.end',
  'identityProviders.create': 'identity-provider.create',
  'identityProviders.test': 'identity-provider.test',
  'callHistory.intakes.create': 'call-history.intake-create',
  'pbxs.probeCertificate': 'pbx.probe-certificate',
  'connectivity.checkTls': 'connectivity.check-tls',
  'connectivity.runOpenssl': 'connectivity.run-openssl',
  'connectivity.probeExchange': 'connectivity.probe-exchange',
  'connectivity.probeOffice365': 'connectivity.probe-office365',
  'setup.createFirstAdministrator': 'setup.first-administrator',
  'account.changePassword': 'account.password-changed',
  'account.confirmTotp': 'account.second-factor-on',
  'account.removeTotp': 'account.second-factor-off',
  'account.renewRecoveryCodes': 'account.recovery-codes',
  'account.addPasskey': 'account.passkey-added',
  'account.renamePasskey': 'account.passkey-renamed',
  'account.removePasskey': 'account.passkey-removed',
  'account.endSession': 'session.ended',
  'account.endOtherSessions': 'session.ended',
};

/** What has to be as it is now, and so cannot stand in an example. */
const current: Record<string, () => Promise<object>> = {
  'policies.update': async () => ({ version: await version('organisation_policies', 'organisation_id') }),
  'branding.update': async () => ({ version: await version('branding', 'organisation_id') }),
  'branding.remove': async () => ({ version: await version('branding', 'organisation_id') }),
  'members.changeRole': async () => ({ version: await version('members', 'id', 'memberId') }),
  'members.remove': async () => ({ version: await version('members', 'id', 'memberId') }),
  'roles.update': async () => ({ name: 'Another', version: await version('custom_roles', 'id', 'roleId') }),
  'callHistory.updateSchedule': async () => ({ version: await version('retention_zones', 'organisation_id') }),
  'callHistory.intakes.rotate': async () => ({ version: await version('cdr_intakes', 'pbx_id', 'pbxId') }),
  'callHistory.intakes.remove': async () => ({ version: await version('cdr_intakes', 'pbx_id', 'pbxId') }),
  'auditTrail.forwarders.remove': async () => ({ version: await version('audit_forwarders', 'id', 'forwarderId') }),
  'pbxs.update': async () => ({ name: 'Another', version: await version('pbxs', 'id', 'pbxId') }),
  'pbxs.remove': async () => ({
    confirmName: await text('SELECT name FROM pbxs WHERE id = $1', world.ownIds['pbxId']),
  }),
  'organisations.archive': async () => ({
    version: await version('organisations', 'id'),
    confirmName: await text('SELECT name FROM organisations WHERE id = $1', world.tree.child.id),
  }),
  'organisations.restore': async () => ({ version: await version('organisations', 'id') }),
};

/** After everything that works on what they take away, in this order. */
const late = [
  'invitations.revoke',
  'auditTrail.forwarders.remove',
  'branding.remove',
  'impersonation.view',
  'members.remove',
  'pbxs.remove',
  'organisations.archive',
  'organisations.restore',
];

const mutations = apiProcedures.filter(({ type }) => type === 'mutation').map(({ path }) => path);
const called = tenantProcedures
  .filter(({ type, path }) => type === 'mutation' && silent[path] === undefined && elsewhere[path] === undefined)
  .map(({ path }) => path)
  .toSorted((a, b) => late.indexOf(a) - late.indexOf(b));

let world: IsolationWorld;
let strong: CallerCase;
beforeAll(async () => {
  world = await startIsolationWorld();
  const person = await addPerson(world, [membership(world.tree.root, 'provider-administrator')]);
  strong = signedIn('the strongest', person, { secondFactor: true });
}, 120_000);
afterAll(() => world[Symbol.asyncDispose]());

async function version(table: string, key: string, idName?: string): Promise<number> {
  const id = idName === undefined ? world.tree.child.id : world.ownIds[idName];
  const rows = await world.sql<{ version: number }>(`SELECT version FROM ${table} WHERE ${key} = $1`, [id]);
  return rows[0]?.version ?? 0;
}

async function text(query: string, id: string | undefined): Promise<string> {
  const rows = await world.sql<{ name: string }>(query, [id]);
  return rows[0]?.name ?? '';
}

describe('a mutation that succeeds', () => {
  it.each(called)('leaves an entry: %s', async (path) => {
    const input = {
      ...world.ownIds,
      ...exampleInputs[path],
      ...(await current[path]?.()),
      organisationId: world.tree.child.id,
    };
    const { requestId, outcome, details } = await call(world.services, path, strong.caller, input);
    expect({ outcome, details }).toEqual({ outcome: 'ok', details: undefined });
    const entries = await world.sql<Record<string, unknown>>(
      `SELECT actor_id, address, target_kind <> '' AND target_id <> '' AND target_name <> '' AS about, result
       FROM audit_entries WHERE request_id = $1`,
      [requestId],
    );
    expect(entries.length).toBeGreaterThan(0);
    for (const entry of entries) {
      expect(entry).toEqual({
        actor_id: strong.actor?.id,
        address: '127.0.0.1',
        about: true,
        // A test message that nobody takes is a failed attempt, and recorded as such.
        result: path === 'auditTrail.forwarders.test' ? 'failed' : 'allowed',
      });
    }
  });
});

describe('a mutation that is not called here', () => {
  it('is one that exists, and on one list only', () => {
    const listed = [...Object.keys(silent), ...Object.keys(elsewhere)];
    expect(listed.filter((path) => !mutations.includes(path))).toEqual([]);
    expect(new Set(listed).size).toBe(listed.length);
    expect(mutations.filter((path) => !listed.includes(path) && !called.includes(path))).toEqual([]);
  });

  it.each(Object.entries(elsewhere))('records its act: %s as %s', (_path, action) => {
    expect(sources().some((source) => source.includes(action))).toBe(true);
  });
});

function sources(): string[] {
  const root = fileURLToPath(new URL('../src', import.meta.url));
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/\.test\.ts$|testing/.test(file))
    .map((file) => readFileSync(join(root, file), 'utf8'));
}
