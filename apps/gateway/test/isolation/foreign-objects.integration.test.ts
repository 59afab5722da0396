import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call } from './call';
import { exampleInputs } from './example-inputs';
import { filterPlaces, newIdPlaces } from './id-names';
import { addPerson, type CallerCase, membership, signedIn } from './people';
import { idPlaces, tenantProcedures, withId } from './procedures';
import { type WriteLog, watchWrites } from './quiet';
import { type IsolationWorld, startIsolationWorld } from './world';

/**
 * An organisation of one's own with the id of somebody else's object: every place of every input that takes an id. The answer
 * is the one that an id of nothing gets, and nothing has changed anywhere.
 */
const attempts = tenantProcedures.flatMap((procedure) =>
  idPlaces(procedure)
    .filter((place) => place.join('.') !== 'organisationId')
    .map((place) => ({ ...procedure, place, name: `${procedure.path} ${place.join('.')}` })),
);
const refused = attempts.filter(({ name }) => !filterPlaces.includes(name) && !newIdPlaces.includes(name));

let world: IsolationWorld;
let writes: WriteLog;
let strong: CallerCase;
let combinations = 0;

beforeAll(async () => {
  world = await startIsolationWorld();
  const person = await addPerson(world, [membership(world.tree.own, 'provider-administrator')]);
  strong = signedIn('an administrator', person, { secondFactor: true });
  writes = await watchWrites(world.sql);
}, 120_000);
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  console.log(`isolation, foreign objects: ${combinations} combinations of ${attempts.length} places`);
});

/** In `child`, with everything of its own but the id at that place. */
async function callWith(attempt: (typeof attempts)[number], id: string) {
  combinations += 1;
  const input = { ...world.ownIds, ...exampleInputs[attempt.path], organisationId: world.tree.child.id };
  return await call(world.services, attempt.path, strong.caller, withId(input, attempt.place, id));
}

/** Of another reseller's customer, and of the caller's own reseller for what is asked in a customer. */
function foreignId({ place }: (typeof attempts)[number]): string {
  const id = world.foreignIds[place.findLast((key) => key !== '[]') ?? ''];
  if (id === undefined) throw new Error(`there is no foreign object for ${place.join('.')}: see id-names.ts`);
  return id;
}

describe("somebody else's object", () => {
  it.each(refused)('at $name is answered like nothing, and left alone', async (attempt) => {
    const before = world.writesOnPbxs();
    await writes.take();
    const nothing = await callWith(attempt, attempt.place.at(-1) === 'guid' ? 'f'.repeat(32) : randomUUID());
    const foreign = await callWith(attempt, foreignId(attempt));
    expect(foreign.outcome).toBe(nothing.outcome);
    expect(['not-found', 'invalid-input', ...(attempt.type === 'subscription' ? ['ended'] : [])]).toContain(
      foreign.outcome,
    );
    expect(foreign.details).toEqual(nothing.details);
    expect(await writes.take(['public.audit_entries: INSERT'])).toEqual({});
    expect(world.writesOnPbxs()).toBe(before);
  });

  it.each(attempts.filter(({ name }) => filterPlaces.includes(name)))(
    'at $name leaves nothing over',
    async (attempt) => {
      const { outcome, result } = await callWith(attempt, foreignId(attempt));
      if (outcome !== 'ok') expect(outcome).toBe('not-found');
      const told = JSON.stringify(result ?? null);
      for (const id of Object.values(world.foreignIds)) {
        if (id !== foreignId(attempt)) expect(told).not.toContain(id);
      }
      expect(told).not.toContain('Foreign');
      if (result !== null && typeof result === 'object' && 'rows' in result) expect(result.rows).toEqual([]);
    },
  );

  it.each(attempts.filter(({ name }) => newIdPlaces.includes(name)))('at $name is not taken over', async (attempt) => {
    await writes.take();
    const { outcome } = await callWith(attempt, foreignId(attempt));
    expect(outcome).not.toBe('ok');
    expect(await writes.take(['public.audit_entries: INSERT'])).toEqual({});
  });
});

describe("one's own object", () => {
  it.each(refused.filter(({ type }) => type !== 'mutation'))(
    'at $name is found, so that the above proves something',
    async (attempt) => {
      const own = world.ownIds[attempt.place.findLast((key) => key !== '[]') ?? ''] ?? '';
      expect(['not-found', 'ended']).not.toContain((await callWith(attempt, own)).outcome);
    },
  );
});
