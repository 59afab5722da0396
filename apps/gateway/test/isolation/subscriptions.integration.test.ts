import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createPerson, signIn, type TestPerson } from '../factories/index';
import { openTab } from '../factories/tab';
import { exampleInputs } from './example-inputs';
import { tenantProcedures } from './procedures';
import { administrator, type IsolationWorld, startIsolationWorld, type WorldOrganisation } from './world';

/** Every subscription in an organisation, over a real websocket: started by a foreigner, silent about others, and ended with the right to it. */
const subscriptions = tenantProcedures.filter(({ type }) => type === 'subscription');
/** Those that read something to its end, and leave nothing running. */
const finite = ['auditTrail.verify', 'auditTrail.export'];
const open: AsyncDisposable[] = [];
let world: IsolationWorld;
let boss: TestPerson;
let stranger: TestPerson;

beforeAll(async () => {
  world = await startIsolationWorld();
  const { base } = world.gateway;
  boss = await createPerson(base, world.tree.own, administrator, { role: 'reseller-administrator' });
  stranger = await createPerson(base, world.tree.foreignReseller, administrator, { role: 'reseller-administrator' });
}, 120_000);
afterEach(async () => {
  for (const one of open.splice(0)) await one[Symbol.asyncDispose]();
});
afterAll(() => world[Symbol.asyncDispose]());

/** A page that subscribes; what it got, and what it was refused with. */
async function subscribe(
  path: string,
  person: TestPerson,
  organisation: WorldOrganisation,
  ids: Record<string, string>,
) {
  const { gateway } = world;
  const cookie = await signIn(gateway, person);
  const tab = openTab(gateway, cookie);
  const seen = { data: [] as unknown[], errors: [] as string[], started: 0, completed: 0, closes: tab.closes };
  const procedure = path.split('.').reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], tab.client);
  const { subscribe: start } = procedure as {
    subscribe: (input: unknown, handlers: Record<string, (value: never) => void>) => { unsubscribe: () => void };
  };
  const subscription = start(
    { ...ids, ...exampleInputs[path], organisationId: organisation.id },
    {
      onStarted: () => void (seen.started += 1),
      onData: (data) => void seen.data.push(data),
      onError: (error: { message: string }) => void seen.errors.push(error.message),
      onComplete: () => void (seen.completed += 1),
    },
  );
  open.push({
    [Symbol.asyncDispose]: async () => {
      subscription.unsubscribe();
      await tab[Symbol.asyncDispose]();
    },
  });
  return seen;
}

/** The API as somebody, over HTTP. */
async function act(person: TestPerson, path: string, input: object): Promise<void> {
  const { gateway } = world;
  const answer = await fetch(`${gateway.url}/trpc/${path}`, {
    method: 'POST',
    headers: { cookie: await signIn(gateway, person), origin: gateway.origin, 'content-type': 'application/json' },
    body: JSON.stringify({ json: input }),
  });
  expect([path, answer.status, await answer.text()]).toEqual([path, 200, expect.any(String)]);
}

const inOneSecond = { timeout: 1000, interval: 10 };

describe.each(subscriptions)('$path', ({ path }) => {
  it('of another organisation does not begin', async () => {
    const { tree, foreignIds } = world;
    const seen = await subscribe(path, boss, tree.foreignCustomer, foreignIds);
    await expect.poll(() => seen.errors).toEqual(['not-found']);
    expect(seen.data).toEqual([]);
  });

  it("of one's own organisation says nothing about others, and ends within a second when the person is removed", async () => {
    const { tree, ownIds, foreignIds, gateway } = world;
    const person = await createPerson(gateway.base, tree.child, administrator, { role: 'auditor' });
    const seen = await subscribe(path, person, tree.child, ownIds);
    await expect.poll(() => seen.started, { timeout: 5000 }).toBe(1);
    // What happens at a neighbour, and then something of one's own that follows it.
    const { version } = await pbxVersion(foreignIds['pbxId'] ?? '');
    await act(stranger, 'pbxs.update', {
      organisationId: tree.foreignCustomer.id,
      pbxId: foreignIds['pbxId'],
      version,
      name: `Neighbour ${version}`,
    });
    expect(seen.errors).toEqual([]);
    expect(JSON.stringify(seen.data)).not.toContain('Neighbour');
    expect(JSON.stringify(seen.data)).not.toContain(foreignIds['pbxId']);
    if (finite.includes(path)) {
      await expect.poll(() => seen.completed, { timeout: 5000 }).toBe(1);
      return;
    }
    await act(boss, 'members.remove', { organisationId: tree.child.id, memberId: person.memberId, version: 1 });
    await expect.poll(() => seen.closes, inOneSecond).toContain(4402);
    // It asks again by itself, and is told nothing any more.
    await expect.poll(() => seen.errors, inOneSecond).toEqual(['not-found']);
    expect(JSON.stringify(seen.data)).not.toContain('Neighbour');
  });
});

describe('the list of subscriptions', () => {
  it('is not empty', () => {
    expect(subscriptions.length).toBeGreaterThan(3);
  });
});

async function pbxVersion(id: string): Promise<{ version: number }> {
  const [row] = await world.sql<{ version: number }>('SELECT version FROM pbxs WHERE id = $1', [id]);
  return row ?? { version: 0 };
}
