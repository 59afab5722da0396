import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createPbx, createTree, type GatewayDatabase, gatewayDatabase, type TestPbx } from '../../test/factories/index';
import { type CallFacts, callKey, legOf } from './call-record';
import { recordFromCall } from './from-call';
import { parseCdr } from './parse-cdr';
import { storeCall } from './store';
import { cdr, guid } from './testing/cdrs';

const now = new Date('2026-11-21T12:00:00Z');
const utc = now.getTime() / 1000 - 600;
let base: GatewayDatabase;
let pbx: TestPbx;
let other: TestPbx;
beforeAll(async () => {
  base = await gatewayDatabase();
  const tree = await createTree(base.db);
  pbx = await createPbx(base.db, tree.alphaOne);
  other = await createPbx(base.db, tree.alphaOne);
});
afterAll(() => base.close());
beforeEach(() => base.sql('delete from call_records'));

function read(text: string): CallFacts {
  const found = parseCdr(text, now);
  if (typeof found === 'string' || found[0] === undefined) throw new Error(`no record: ${String(found)}`);
  return found[0];
}
const store = (facts: CallFacts, at: TestPbx = pbx) =>
  base.db.inScope({ path: '/' }, (tx) => storeCall(tx, { pbxId: at.id, organisationId: at.organisationId }, facts));
const rows = () =>
  base.sql<Record<string, unknown>>(
    `select to_jsonb(c) - 'id' - 'created_at' as row from call_records c order by pbx_id, call_key collate "C"`,
  );

describe('records of calls', () => {
  it('are stored once, however often they are delivered', async () => {
    const facts = read(cdr({ utc }));
    for (let time = 0; time < 3; time += 1) await store(facts);
    expect(await rows()).toHaveLength(1);
    const [before] = await base.sql<{ xmin: string }>('select xmin::text from call_records');
    await store(facts);
    expect(await base.sql('select xmin::text from call_records')).toEqual([before]);
  });

  it('of one call and one user are one row: the device that took it counts, not those that were cancelled', async () => {
    const [who, conf] = [guid(), guid()];
    const cancelled = read(cdr({ guid: who, conf, talk: 0, cause: 26 }));
    const taken = read(cdr({ guid: who, conf, talk: 90 }));
    const seen = recordFromCall({
      conference: conf,
      callId: 'c1',
      user: { guid: who },
      direction: 'to-user',
      remote: { number: '0471123456' },
      startedAt: now,
      connectedAt: now,
      endedAt: now,
    });
    await store(cancelled);
    expect(await rows()).toMatchObject([{ row: { further: true, status: 'al', missed: false } }]);
    await store(seen);
    expect(await rows()).toMatchObject([{ row: { further: false, status: 'co', source: 'rcc' } }]);
    await store(taken);
    const legs = [cancelled, taken, seen].map(legOf).toSorted();
    const told = { source: 'cdr', status: 'co', connected_seconds: 90, further: false, legs };
    expect(await rows()).toMatchObject([{ row: told }]);
  });

  it('of one call are a row for each user, and for each PBX', async () => {
    const conf = guid();
    await store(read(cdr({ conf, dir: 'from', guid: 'a'.repeat(32) })));
    await store(read(cdr({ conf, dir: 'to', guid: 'b'.repeat(32) })));
    await store(read(cdr({ conf, dir: 'to', guid: 'b'.repeat(32) })), other);
    expect(await rows()).toHaveLength(3);
  });

  it('leave the same rows in whatever order and however often they come', async () => {
    const users = ['a', 'b'].map((letter) => letter.repeat(32));
    const confs = ['c', 'd'].map((letter) => letter.repeat(32));
    const record = fc.record({
      guid: fc.constantFrom(...users),
      conf: fc.constantFrom(...confs),
      dir: fc.constantFrom('from' as const, 'to' as const),
      talk: fc.nat(3),
      alert: fc.nat(2),
      cause: fc.constantFrom(16, 17, 26),
      more: fc.boolean(),
      utc: fc.constantFrom(utc, utc + 1),
      id: fc.integer({ min: 0, max: 15 }).map((one) => one.toString(16).repeat(32)),
    });
    const plan = fc
      .array(record, { minLength: 1, maxLength: 7 })
      .chain((records) =>
        fc.tuple(
          fc.constant(records),
          fc.shuffledSubarray(records, { minLength: records.length }),
          fc.array(fc.nat(records.length - 1), { maxLength: 4 }),
        ),
      );
    await fc.assert(
      fc.asyncProperty(plan, async ([records, shuffled, repeated]) => {
        // Two records of one id and different content are two accounts of one leg: the better one counts.
        const facts = records.map((one) => read(cdr(one)));
        await base.sql('delete from call_records');
        for (const one of facts) await store(one);
        const inOrder = await rows();
        await base.sql('delete from call_records');
        for (const one of shuffled) await store(read(cdr(one)));
        for (const index of repeated) await store(facts[index] ?? read(cdr(shuffled[0])));
        expect(await rows()).toEqual(inOrder);
        expect(inOrder).toHaveLength(new Set(facts.map(callKey)).size);
      }),
      { numRuns: 40 },
    );
  });

  it('that come at the same time are joined as if one had come after the other', async () => {
    const [who, conf] = [guid(), guid()];
    const all = Array.from({ length: 8 }, (_, index) => read(cdr({ guid: who, conf, talk: index, utc })));
    await Promise.all(all.map((one) => store(one)));
    expect(await rows()).toMatchObject([{ row: { connected_seconds: 7, legs: all.map(legOf).toSorted() } }]);
  });
});
