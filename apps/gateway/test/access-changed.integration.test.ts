import { afterEach, describe, expect, it } from 'vitest';
import type { FleetUpdate } from '../src/capabilities/pbxs/pbxs.service';
import {
  createPerson,
  createTree,
  emptyRooms,
  recordingServices,
  signIn,
  startTestApp,
  type TestApp,
  type TestPerson,
  type TestTree,
} from './factories/index';
import { type FleetTab, followFleet } from './factories/tab';

const administrator = { email: 'anna@example.test', password: 'vier Worte und ein Bus' };
const open: AsyncDisposable[] = [];
afterEach(async () => {
  for (const thing of open.splice(0).toReversed()) await thing[Symbol.asyncDispose]();
});

/** A gateway whose fleet stream gives one item and then stays open. */
async function start() {
  const services = recordingServices([]);
  const pbxs = {
    ...services.pbxs,
    async *watch(_tenant: unknown, signal: AbortSignal): AsyncGenerator<FleetUpdate> {
      yield { kind: 'removed', pbxId: 'p', counts: {} as never };
      if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    },
  } as typeof services.pbxs;
  const gateway = await startTestApp({ rooms: () => emptyRooms({ ...services, pbxs }), config: { administrator } });
  open.push(gateway);
  const tree = await createTree(gateway.base.db);
  const boss = await createPerson(gateway.base, tree.alphaOne, administrator, { name: 'Boss' });
  const person = await createPerson(gateway.base, tree.alphaOne, administrator, { role: 'operator', name: 'Pia' });
  return { gateway, tree, boss, person };
}

/** A page of a person that follows the fleet: what it got, and when and why its stream ended. */
async function page(gateway: TestApp, { email, password }: TestPerson, organisationId: string): Promise<FleetTab> {
  const made = followFleet(gateway, await signIn(gateway, { email, password }), organisationId);
  open.push(made);
  await expect.poll(() => made.received.length).toBe(1);
  return made;
}

/** The API as somebody, over HTTP. */
async function act(gateway: TestApp, { email, password }: TestPerson, path: string, input: object): Promise<number> {
  const cookie = await signIn(gateway, { email, password });
  const answer = await fetch(`${gateway.url}/trpc/${path}`, {
    method: 'POST',
    headers: { cookie, origin: gateway.origin, 'content-type': 'application/json' },
    body: JSON.stringify({ json: input }),
  });
  await answer.arrayBuffer();
  return answer.status;
}

/** The policies of an organisation, once more. */
const policies = ({ id }: { id: string }, version: number, requireSecondFactor = false) => ({
  organisationId: id,
  version,
  requireSecondFactor,
  forbidImpersonation: false,
  auditRetentionDays: null,
  settingApprovalPbxs: null,
});

const inOneSecond = { timeout: 1000, interval: 10 };

describe('an open subscription', () => {
  const on = ({ alphaOne }: TestTree, { memberId }: TestPerson) => ({ organisationId: alphaOne.id, memberId });

  it('ends within a second when the role no longer allows it, and does not come back', async () => {
    const { gateway, tree, boss, person } = await start();
    const mine = await page(gateway, person, tree.alphaOne.id);
    const bystander = await page(gateway, boss, tree.alphaOne.id);
    const change = { ...on(tree, person), version: 1, role: 'help-desk', customRoleId: null };
    expect(await act(gateway, boss, 'members.changeRole', change)).toBe(200);
    await expect.poll(() => mine.closes, inOneSecond).toContain(4402);
    // It asks again by itself, and is refused.
    await expect.poll(() => mine.errors, inOneSecond).toEqual(['forbidden']);
    expect(mine.received).toHaveLength(1);
    expect(bystander.closes).toEqual([]);
  });

  it('ends within a second when the person is removed', async () => {
    const { gateway, tree, boss, person } = await start();
    const mine = await page(gateway, person, tree.alphaOne.id);
    expect(await act(gateway, boss, 'members.remove', { ...on(tree, person), version: 1 })).toBe(200);
    await expect.poll(() => mine.errors, inOneSecond).toEqual(['not-found']);
  });

  it('ends within a second when a custom role loses the permission', async () => {
    const { gateway, tree, boss, person } = await start();
    const role = { organisationId: tree.alphaOne.id, name: 'Watchers', description: '' };
    expect(await act(gateway, boss, 'roles.create', { ...role, permissions: ['pbxs:read'] })).toBe(200);
    const [made] = await gateway.base.sql<{ id: string }>('SELECT id FROM custom_roles');
    const choice = { role: 'custom', customRoleId: made?.id };
    expect(await act(gateway, boss, 'members.changeRole', { ...on(tree, person), version: 1, ...choice })).toBe(200);
    const mine = await page(gateway, person, tree.alphaOne.id);
    const narrower = { ...role, permissions: ['audit:read'], roleId: made?.id, version: 1 };
    expect(await act(gateway, boss, 'roles.update', narrower)).toBe(200);
    await expect.poll(() => mine.errors, inOneSecond).toEqual(['forbidden']);
  });

  it('ends within a second when the sessions of the person are ended', async () => {
    const { gateway, tree, boss, person } = await start();
    const mine = await page(gateway, person, tree.alphaOne.id);
    expect(await act(gateway, boss, 'members.endSessions', on(tree, person))).toBe(200);
    await expect.poll(() => mine.closes, inOneSecond).toContain(4402);
    await expect.poll(() => mine.closes.length, inOneSecond).toBeGreaterThan(1);
    expect(mine.received).toHaveLength(1);
  });

  it('opens again within a second when a policy above changes, and is left alone by those of neighbours', async () => {
    const { gateway, tree, person } = await start();
    const [above, neighbour] = [
      await createPerson(gateway.base, tree.alpha, administrator),
      await createPerson(gateway.base, tree.alphaTwo, administrator),
    ];
    const mine = await page(gateway, person, tree.alphaOne.id);
    const theirs = await page(gateway, neighbour, tree.alphaTwo.id);
    for (let version = 0; version < 3; version += 1) {
      expect(await act(gateway, neighbour, 'policies.update', policies(tree.alphaTwo, version))).toBe(200);
      await expect.poll(() => theirs.closes.length, inOneSecond).toBe(version + 1);
    }
    expect(mine.closes).toEqual([]);
    expect(await act(gateway, above, 'policies.update', policies(tree.alpha, 0))).toBe(200);
    await expect.poll(() => mine.closes, inOneSecond).toEqual([4402]);
    await expect.poll(() => mine.received.length, inOneSecond).toBe(2);
  });

  it('ends within a second when the organisation is archived', async () => {
    const { gateway, tree, person } = await start();
    const above = await createPerson(gateway.base, tree.alpha, administrator);
    const mine = await page(gateway, person, tree.alphaOne.id);
    const input = { organisationId: tree.alphaOne.id, version: 1, confirmName: 'Alpha One' };
    expect(await act(gateway, above, 'organisations.archive', input)).toBe(200);
    await expect.poll(() => mine.closes, inOneSecond).toContain(4402);
  });
});
