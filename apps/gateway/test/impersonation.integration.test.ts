import { describe, expect, it } from 'vitest';
import { signIn, type TestPerson } from './factories/index';
import { code, newPbx, refusal, visitWorld } from './factories/visits';

const { gateway, tree, rita, carla, reason, api, person, visit, entriesOf } = visitWorld();

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
