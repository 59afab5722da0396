import { afterEach, describe, expect, it } from 'vitest';
import { signIn } from './factories/index';
import { type FleetTab, followFleet } from './factories/tab';
import { code, newPbx, visitWorld } from './factories/visits';

const { gateway, tree, rita, carla, reason, api, person, visit, lastEnd } = visitWorld();
const open: AsyncDisposable[] = [];
afterEach(async () => {
  for (const thing of open.splice(0)) await thing[Symbol.asyncDispose]();
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
