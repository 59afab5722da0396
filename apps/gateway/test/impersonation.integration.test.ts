import { randomUUID } from 'node:crypto';
import type { Role } from '@switchroom/contracts';
import { createTRPCClient, httpBatchLink } from '@trpc/client';
import superjson from 'superjson';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { AppRouter } from '../src/api/router';
import { composeRooms } from '../src/compose';
import {
  createPerson,
  createTree,
  signIn,
  startTestApp,
  type TestApp,
  type TestOrganisation,
  type TestPerson,
  type TestTree,
} from './factories/index';
import { type FleetTab, followFleet } from './factories/tab';

const administrator = { email: 'anna@example.test', password: 'vier Worte und ein Bus' };
/** Rights that change by plain SQL are found by the next look at all that run; in between they count for no request. */
const sessionRecheckMs = 100;
let gateway: TestApp;
let tree: TestTree;
/** Supports the customers of Alpha, and looks in as Carla of Alpha One. */
let rita: TestPerson;
let carla: TestPerson;
beforeAll(async () => {
  gateway = await startTestApp({ rooms: composeRooms, config: { administrator }, sessionRecheckMs });
  tree = await createTree(gateway.base.db);
  rita = await createPerson(gateway.base, tree.alpha, administrator, { name: 'Rita' });
  carla = await createPerson(gateway.base, tree.alphaOne, administrator, { name: 'Carla' });
});
afterAll(() => gateway.stop());

const open: AsyncDisposable[] = [];
afterEach(async () => {
  for (const thing of open.splice(0)) await thing[Symbol.asyncDispose]();
  await gateway.base.sql('DELETE FROM organisation_policies');
  await gateway.base.sql('UPDATE impersonations SET ended_at = now() WHERE ended_at IS NULL');
});

const api = (cookie: string, headers: Record<string, string> = {}) =>
  createTRPCClient<AppRouter>({
    links: [httpBatchLink({ url: `${gateway.url}/trpc`, transformer: superjson, headers: { ...headers, cookie } })],
  });
const person = (organisation: TestOrganisation, role?: Role) =>
  createPerson(gateway.base, organisation, administrator, role === undefined ? {} : { role });
const refusal = (reason: string) => ({ data: { app: { code: 'forbidden', params: { reason } } } });
const code = (value: string) => ({ data: { app: { code: value } } });

const reason = 'They cannot find their PBX';
async function visit(mode: 'view' | 'act', options: { actor?: TestPerson; target?: TestPerson; at?: string } = {}) {
  const { actor = rita, target = carla, at = tree.alphaOne.id } = options;
  const cookie = await signIn(gateway, actor);
  await api(cookie).impersonation[mode].mutate({ organisationId: at, memberId: target.memberId, reason, minutes: 15 });
  return { cookie, client: api(cookie) };
}
const entriesOf = (action: string, organisation = tree.alphaOne) =>
  gateway.base.sql<{
    actor_name: string;
    on_behalf_of_name: string | null;
    reason: string | null;
    result: string;
    after: Record<string, unknown> | null;
  }>(
    `SELECT actor_name, on_behalf_of_name, reason, result, after FROM audit_entries
     WHERE action = $1 AND organisation_id = $2 ORDER BY seq`,
    [action, organisation.id],
  );
const lastEnd = async () => (await entriesOf('impersonation.end')).at(-1)?.after?.['why'];
const newPbx = (organisationId: string, name = `P ${randomUUID()}`) => ({
  organisationId,
  direction: 'inbound' as const,
  targetOrganisationId: organisationId,
  name,
  appObjectName: 'switchroom',
  domain: `${randomUUID()}.test`,
});

describe('looking in', () => {
  it('shows exactly what the person sees, and says who is at the keyboard', async () => {
    const { client } = await visit('view');
    const own = api(await signIn(gateway, carla));
    const me = await client.session.me.query();
    expect(me).toMatchObject({
      user: { id: carla.id, name: 'Carla' },
      home: { id: tree.alphaOne.id },
      impersonation: { mode: 'view', actor: 'Rita', reason },
    });
    expect(await client.organisations.search.query({})).toEqual(await own.organisations.search.query({}));
    for (const elsewhere of [tree.alpha, tree.alphaTwo, tree.beta, tree.provider]) {
      await expect(client.pbxs.list.query({ organisationId: elsewhere.id })).rejects.toMatchObject(code('not-found'));
    }
    await expect(client.pbxs.list.query({ organisationId: tree.alphaOne.id })).resolves.toMatchObject({ rows: [] });
  });

  it('is refused every change, and that is recorded with both names', async () => {
    const { client } = await visit('view');
    await expect(client.pbxs.create.mutate(newPbx(tree.alphaOne.id))).rejects.toMatchObject(refusal('view-only'));
    expect((await entriesOf('access.denied')).at(-1)).toMatchObject({
      actor_name: 'Rita',
      on_behalf_of_name: 'Carla',
      after: { permission: 'pbxs:create', why: 'view-only' },
    });
    expect(await gateway.base.sql('SELECT id FROM pbxs')).toEqual([]);
  });

  it('belongs to one session: another one of the same person stays as it is', async () => {
    const elsewhere = api(await signIn(gateway, rita));
    await visit('view');
    await expect(elsewhere.session.me.query()).resolves.toMatchObject({ user: { id: rita.id }, impersonation: null });
  });

  it('begins and ends in the log that the person’s administrators read, with the reason', async () => {
    const { client } = await visit('view');
    await client.impersonation.stop.mutate();
    await expect(client.session.me.query()).resolves.toMatchObject({ user: { id: rita.id }, impersonation: null });
    const seen = await api(await signIn(gateway, carla)).auditTrail.list.query({
      organisationId: tree.alphaOne.id,
      q: 'impersonation',
      limit: 2,
    });
    expect(seen.rows.map(({ action, actor }) => [action, actor])).toEqual([
      ['impersonation.end', 'Rita'],
      ['impersonation.start', 'Rita'],
    ]);
    expect((await entriesOf('impersonation.start')).at(-1)).toMatchObject({
      actor_name: 'Rita',
      on_behalf_of_name: 'Carla',
      reason,
      after: { mode: 'view' },
    });
    expect((await entriesOf('impersonation.end')).at(-1)).toMatchObject({ reason, after: { why: 'stopped' } });
    await expect(client.impersonation.stop.mutate()).rejects.toMatchObject(code('not-found'));
  });

  it('is announced wherever the person is a member', async () => {
    const both = await person(tree.alphaOne, 'operator');
    await gateway.base.sql(
      `INSERT INTO members (organisation_id, user_id, email, name, role) VALUES ($1, $2, $3, 'Both', 'operator')`,
      [tree.alphaTwo.id, both.id, both.email],
    );
    const { client } = await visit('view', { target: both });
    await client.impersonation.stop.mutate();
    for (const place of [tree.alphaOne, tree.alphaTwo]) {
      expect((await entriesOf('impersonation.start', place)).length).toBeGreaterThan(0);
      expect((await entriesOf('impersonation.end', place)).length).toBeGreaterThan(0);
    }
  });
});

describe('acting', () => {
  it('lands in the audit log with both names', async () => {
    const { client } = await visit('act');
    await client.pbxs.create.mutate(newPbx(tree.alphaOne.id, 'Made for Carla'));
    expect((await entriesOf('pbx.create')).at(-1)).toMatchObject({ actor_name: 'Rita', on_behalf_of_name: 'Carla' });
  });

  it('needs a reason, as looking in does, and a fresh proof of who is at the keyboard', async () => {
    const cookie = await signIn(gateway, rita);
    const act = (why: string) =>
      api(cookie).impersonation.act.mutate({ organisationId: tree.alphaOne.id, memberId: carla.memberId, reason: why });
    const view = (why: string) =>
      api(cookie).impersonation.view.mutate({
        organisationId: tree.alphaOne.id,
        memberId: carla.memberId,
        reason: why,
      });
    await expect(view('too short ')).rejects.toMatchObject({
      data: { app: { fields: [{ path: 'reason', rule: 'reason-too-short' }] } },
    });
    await expect(act('too short')).rejects.toMatchObject({
      data: { app: { fields: [{ path: 'reason', rule: 'reason-too-short' }] } },
    });
    await gateway.base.sql(
      `UPDATE auth.session SET "confirmedAt" = now() - interval '11 minutes' WHERE "userId" = $1`,
      [rita.id],
    );
    await expect(act(reason)).rejects.toMatchObject(code('step-up-required'));
    await expect(api(cookie).session.me.query()).resolves.toMatchObject({ impersonation: null });
    await gateway.base.sql(`UPDATE auth.session SET "confirmedAt" = now() WHERE "userId" = $1`, [rita.id]);
  });

  it('makes no token and leads to no third person', async () => {
    const { client } = await visit('act');
    const organisationId = tree.alphaOne.id;
    await expect(
      client.tokens.create.mutate({ organisationId, name: 'x', permissions: ['pbxs:read'], expiresInDays: 1 }),
    ).rejects.toMatchObject(code('forbidden'));
    const third = await person(tree.alphaOne, 'operator');
    await expect(
      client.impersonation.view.mutate({ organisationId, memberId: third.memberId, reason }),
    ).rejects.toMatchObject(code('forbidden'));
  });
});

describe('who may not be looked in as', () => {
  const start = async (actor: TestPerson, target: TestPerson, organisationId: string) =>
    await api(await signIn(gateway, actor)).impersonation.view.mutate({
      organisationId,
      memberId: target.memberId,
      reason,
    });

  it('is anybody out of reach', async () => {
    const foreign = await person(tree.betaOne);
    await expect(start(rita, foreign, tree.betaOne.id)).rejects.toMatchObject(code('not-found'));
    await expect(start(rita, foreign, tree.alpha.id)).rejects.toMatchObject(code('not-found'));
    const above = await person(tree.provider);
    await expect(start(rita, above, tree.alpha.id)).rejects.toMatchObject(code('not-found'));
  });

  it('is anybody who may do more, here or anywhere else', async () => {
    const [role] = await gateway.base.sql<{ id: string }>(
      `INSERT INTO custom_roles (organisation_id, name, permissions)
       VALUES ($1, 'Looks in', '{organisations:read,pbxs:read,members:read,members:view-as}') RETURNING id`,
      [tree.alpha.id],
    );
    const support = await person(tree.alpha, 'operator');
    await gateway.base.sql(`UPDATE members SET role = 'custom', custom_role_id = $1 WHERE user_id = $2`, [
      role?.id,
      support.id,
    ]);
    await expect(start(support, carla, tree.alphaOne.id)).rejects.toMatchObject(refusal('impersonation-exceeds'));
    expect((await entriesOf('access.denied')).at(-1)).toMatchObject({
      result: 'denied',
      after: { permission: 'members:view-as', why: 'impersonation-exceeds' },
    });
    // Within reach at one place, and a member of another that is not.
    const elsewhere = await person(tree.alphaOne, 'operator');
    await gateway.base.sql(
      `INSERT INTO members (organisation_id, user_id, email, name, role) VALUES ($1, $2, $3, 'E', 'auditor')`,
      [tree.betaOne.id, elsewhere.id, elsewhere.email],
    );
    await expect(start(rita, elsewhere, tree.alphaOne.id)).rejects.toMatchObject(refusal('impersonation-exceeds'));
  });

  it('is oneself, and nobody for a role without the right', async () => {
    await expect(start(rita, rita, tree.alpha.id)).rejects.toMatchObject(refusal('impersonation-self'));
    const operator = await person(tree.alpha, 'operator');
    await expect(start(operator, carla, tree.alphaOne.id)).rejects.toMatchObject({
      data: { app: { code: 'forbidden', params: { permission: 'members:view-as' } } },
    });
  });

  it.each(['alpha', 'alphaOne'] as const)('is anybody where a policy of %s forbids it', async (place) => {
    await gateway.base.sql(
      'INSERT INTO organisation_policies (organisation_id, forbid_impersonation) VALUES ($1, true)',
      [tree[place].id],
    );
    await expect(start(rita, carla, tree.alphaOne.id)).rejects.toMatchObject(refusal('impersonation-forbidden'));
    expect((await entriesOf('access.denied')).at(-1)).toMatchObject({ after: { why: 'impersonation-forbidden' } });
  });

  it('is nobody of an organisation that asks for a second factor, without one', async () => {
    await gateway.base.sql(
      'INSERT INTO organisation_policies (organisation_id, require_second_factor) VALUES ($1, true)',
      [tree.alphaOne.id],
    );
    const cookie = await signIn(gateway, rita);
    await expect(
      api(cookie).impersonation.view.mutate({ organisationId: tree.alpha.id, memberId: carla.memberId, reason }),
    ).rejects.toMatchObject(code('second-factor-required'));
  });

  it('is a second person at once, also when both starts come together', async () => {
    const cookie = await signIn(gateway, rita);
    const other = await person(tree.alphaOne, 'operator');
    const results = await Promise.allSettled(
      [carla, other].map(({ memberId }) =>
        api(cookie).impersonation.view.mutate({ organisationId: tree.alphaOne.id, memberId, reason }),
      ),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await api(cookie).session.me.query()).impersonation).not.toBeNull();
  });
});

/** A browser tab that follows the fleet of Alpha One. */
async function tab(cookie: string): Promise<FleetTab> {
  const made = followFleet(gateway, cookie, tree.alphaOne.id);
  open.push(made);
  await expect.poll(() => made.opens()).toBe(1);
  return made;
}
const within = { timeout: 1000, interval: 20 };

describe('an open page', () => {
  it('comes back as the other person when looking in begins, and as oneself when it ends', async () => {
    const cookie = await signIn(gateway, rita);
    const page = await tab(cookie);
    await api(cookie).impersonation.view.mutate({ organisationId: tree.alphaOne.id, memberId: carla.memberId, reason });
    await expect.poll(() => page.closes, within).toEqual([4402]);
    await expect.poll(() => page.opens(), within).toBe(2);
    await api(cookie).impersonation.stop.mutate();
    await expect.poll(() => page.closes, within).toEqual([4402, 4402]);
  });

  it('ends to the second when the time is over, and the log says so', async () => {
    const { cookie, client } = await visit('view');
    await gateway.base.sql(
      `UPDATE impersonations SET expires_at = now() + interval '700 milliseconds' WHERE ended_at IS NULL`,
    );
    const page = await tab(cookie);
    expect(page.closes).toEqual([]);
    await expect.poll(() => page.closes, { timeout: 1700, interval: 20 }).toEqual([4402]);
    await expect(client.session.me.query()).resolves.toMatchObject({ user: { id: rita.id }, impersonation: null });
    await expect.poll(lastEnd).toBe('expired');
  });

  it.each([
    [
      'a policy',
      'INSERT INTO organisation_policies (organisation_id, forbid_impersonation) VALUES ($1, true)',
      'impersonation-forbidden',
    ],
    [
      'the person’s new role',
      `UPDATE members SET role = 'auditor' WHERE user_id = '$actor' AND $1::uuid IS NOT NULL`,
      'impersonation-exceeds',
    ],
  ])('is cut off within a second by %s', async (_what, sql, why) => {
    const actor = await person(tree.alpha);
    const { cookie, client } = await visit('view', { actor });
    const page = await tab(cookie);
    await gateway.base.sql(sql.replace('$actor', actor.id), [tree.alphaOne.id]);
    await expect.poll(() => page.closes, within).toEqual([4402]);
    await expect(client.session.me.query()).resolves.toMatchObject({ user: { id: actor.id }, impersonation: null });
    await expect.poll(lastEnd).toBe(why);
  });

  it('comes back as oneself when the person’s organisation asks for a second factor from now on', async () => {
    const { client } = await visit('view');
    await gateway.base.sql(
      'INSERT INTO organisation_policies (organisation_id, require_second_factor) VALUES ($1, true)',
      [tree.alphaOne.id],
    );
    await expect(client.session.me.query()).resolves.toMatchObject({ user: { id: rita.id }, impersonation: null });
    expect(await lastEnd()).toBe('second-factor-required');
  });

  it('ends with signing out', async () => {
    const { cookie, client } = await visit('act');
    const page = await tab(cookie);
    await fetch(`${gateway.url}/auth/sign-out`, { method: 'POST', headers: { cookie, origin: gateway.origin } });
    await expect.poll(() => page.closes, within).toContain(4401);
    await expect(client.session.me.query()).rejects.toMatchObject(code('signed-out'));
    await expect.poll(lastEnd).toBe('signed-out');
    const [signedOut] = await gateway.base.sql<{ actor_name: string }>(
      `SELECT actor_name FROM audit_entries WHERE action = 'session.sign-out' ORDER BY at DESC LIMIT 1`,
    );
    expect(signedOut?.actor_name).toBe('Rita');
  });

  it('that was opened as somebody else does nothing', async () => {
    const cookie = await signIn(gateway, rita);
    const before = api(cookie, { 'x-switchroom-as': rita.id });
    await expect(before.session.me.query()).resolves.toMatchObject({ user: { id: rita.id } });
    await api(cookie).impersonation.act.mutate({
      organisationId: tree.alphaOne.id,
      memberId: carla.memberId,
      reason,
    });
    await expect(before.pbxs.create.mutate(newPbx(tree.alphaOne.id, 'By an old page'))).rejects.toMatchObject(
      code('session-changed'),
    );
    const { impersonation } = await api(cookie).session.me.query();
    const during = api(cookie, { 'x-switchroom-as': `${carla.id} ${impersonation?.id}` });
    await expect(during.session.me.query()).resolves.toMatchObject({ user: { id: carla.id } });
    await api(cookie).impersonation.stop.mutate();
    await expect(during.pbxs.create.mutate(newPbx(tree.alphaOne.id, 'By an old page'))).rejects.toMatchObject(
      code('session-changed'),
    );
    expect(await gateway.base.sql(`SELECT id FROM pbxs WHERE name = 'By an old page'`)).toEqual([]);
  });
});
