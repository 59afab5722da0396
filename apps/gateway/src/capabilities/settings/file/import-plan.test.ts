import { AppError, settingsCatalogue, type SettingValue } from '@switchroom/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type OwnLock,
  type OwnValue,
  SettingsTree,
  type TreeFacts,
  type TreeOrganisation,
} from '../../../settings/tree';
import { filePlaces } from './file-places';
import { type ImportPlan, planImport } from './import-plan';
import { readSettingsFile } from './read-file';
import { writeSettingsFile } from './write-file';

const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const organisation = (n: number, name: string, parent?: TreeOrganisation): TreeOrganisation => ({
  id: uuid(n),
  name,
  kind: parent === undefined ? 'reseller' : 'customer',
  path: `${parent?.path ?? '/'}${uuid(n)}/`,
});
const value = (place: { organisationId: string; pbxId?: string }, key: string, own: SettingValue): OwnValue => ({
  id: `${place.pbxId ?? place.organisationId} ${key}`,
  organisationId: place.organisationId,
  pbxId: place.pbxId ?? null,
  key,
  value: own,
  revision: 1,
  setBy: 'somebody',
  setByName: 'Somebody',
  setAt: new Date(0),
});
const lock = (organisationId: string, key: string, reason: string): OwnLock => ({
  organisationId,
  key,
  reason,
  lockedBy: 'somebody',
  lockedByName: 'Somebody',
  lockedAt: new Date(0),
});
const nothing = { pbxs: [], values: [], locks: [] };
const written = async (facts: TreeFacts, top: TreeOrganisation): Promise<string> =>
  await writeSettingsFile({ of: top.name, complete: true, places: filePlaces(new SettingsTree(facts), top) });
const planned = async (source: string, facts: TreeFacts, top: TreeOrganisation): Promise<ImportPlan> =>
  planImport(await readSettingsFile(source), new SettingsTree(facts), top);

const [days, masking, mail] = ['attendant.retentionDays', 'attendant.forwardMasking', 'pbx.mail.password'] as const;
const alpha = organisation(1, 'Alpha');
const zurich = organisation(2, 'Zürich', alpha);
const bern = organisation(3, 'Bern', alpha);
const pbx = { id: uuid(9), name: 'PBX', organisationId: zurich.id };
const facts: TreeFacts = {
  organisations: [alpha, zurich, bern],
  pbxs: [pbx],
  values: [
    value({ organisationId: alpha.id }, days, 30),
    value({ organisationId: zurich.id, pbxId: pbx.id }, masking, { digits: 4 }),
    value({ organisationId: bern.id }, mail, 'a mark'),
  ],
  locks: [lock(alpha.id, days, 'the contract says so')],
};

/** A tree of any shape, with own values and locks anywhere. */
const anyFacts = fc
  .record({
    parents: fc.array(fc.nat(), { minLength: 1, maxLength: 8 }),
    names: fc.array(fc.string({ unit: 'binary', minLength: 1, maxLength: 6 }), { minLength: 9, maxLength: 9 }),
    pbxs: fc.array(fc.nat(), { maxLength: 5 }),
    values: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat(10)), { maxLength: 25 }),
    locks: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.string({ minLength: 1 })), { maxLength: 6 }),
  })
  .map(({ parents, names, ...picks }): { facts: TreeFacts; top: TreeOrganisation } => {
    const organisations = [organisation(100, 'Top')];
    for (const [index, pick] of parents.entries()) {
      const parent = organisations[pick % organisations.length];
      // Names are unique below a parent, as the database has it.
      organisations.push(organisation(101 + index, `${names[index] ?? ''} ${index}`, parent));
    }
    const at = (pick: number) => organisations[pick % organisations.length]?.id ?? '';
    const pbxs = picks.pbxs.map((pick, index) => ({
      id: uuid(200 + index),
      name: `${index}`,
      organisationId: at(pick),
    }));
    const places = [
      ...organisations.map(({ id }) => ({ organisationId: id })),
      ...pbxs.map(({ id, organisationId }) => ({ organisationId, pbxId: id })),
    ];
    const keyed = [days, masking, mail];
    const values = picks.values.map(([place, key, amount]) => {
      const name = keyed[key % keyed.length] ?? days;
      const own = name === days ? amount + 1 : name === masking ? { digits: amount } : `mark ${amount}`;
      return value(places[place % places.length] ?? { organisationId: at(0) }, name, own);
    });
    const unique = <T>(all: readonly T[], by: (one: T) => string) => [
      ...new Map(all.map((one) => [by(one), one])).values(),
    ];
    const locks = picks.locks.map(([place, key, reason]) =>
      lock(at(place), keyed[key % keyed.length] ?? days, reason.trim() || 'why'),
    );
    return {
      top: organisations[0] ?? alpha,
      facts: {
        organisations,
        pbxs,
        values: unique(values, ({ id }) => id),
        locks: unique(locks, ({ organisationId, key }) => `${organisationId} ${key}`),
      },
    };
  });

describe('a file that was exported', () => {
  it('changes nothing when it is imported again, whatever tree and values there are', async () => {
    await fc.assert(
      fc.asyncProperty(anyFacts, async ({ facts: any, top }) => {
        const plan = await planned(await written(any, top), any, top);
        expect(plan).toEqual({ wanted: [], locks: [], skipped: [] });
      }),
      { numRuns: 100 },
    );
  });

  it('brings everything but secrets back, whatever was changed meanwhile', async () => {
    await fc.assert(
      fc.asyncProperty(anyFacts, fc.array(fc.tuple(fc.nat(), fc.nat(10))), async ({ facts: then, top }, edits) => {
        const file = await written(then, top);
        const places = then.organisations.map(({ id }) => ({ organisationId: id }));
        const edited = edits.map(([pick, amount]) =>
          value(places[pick % places.length] ?? { organisationId: top.id }, days, amount + 50),
        );
        const now: TreeFacts = {
          ...then,
          locks: [],
          values: [...new Map([...then.values.slice(1), ...edited].map((one) => [one.id, one])).values()],
        };
        const { wanted, locks } = await planned(file, now, top);
        const tree = new SettingsTree(now).with({
          values: wanted.flatMap(({ target, key, value: after }) => {
            const place = new SettingsTree(now).place(target);
            return place === undefined ? [] : [{ place, key, value: (after ?? undefined) as SettingValue | undefined }];
          }),
          locks: [],
        });
        const plain = (all: SettingsTree) =>
          filePlaces(all, top).map(({ id, values }) => [id, [...values].filter(([key]) => key !== mail)]);
        expect(plain(tree)).toEqual(plain(new SettingsTree(then)));
        expect(new Set(locks.map(({ organisationId, key, reason }) => `${organisationId} ${key} ${reason}`))).toEqual(
          new Set(then.locks.map(({ organisationId, key, reason }) => `${organisationId} ${key} ${reason}`)),
        );
      }),
      { numRuns: 100 },
    );
  });

  it('takes away what it does not have only where it says that it is complete', async () => {
    const file = await written({ ...nothing, organisations: facts.organisations }, alpha);
    const plan = await planned(file, facts, alpha);
    expect(plan.wanted).toEqual([
      { target: { organisationId: alpha.id }, key: days, value: null },
      { target: { organisationId: bern.id }, key: mail, value: null },
    ]);
    expect(plan.locks).toEqual([{ organisationId: alpha.id, key: days, reason: null }]);
    const part = await planned(file.replace('complete: true', 'complete: false'), facts, alpha);
    expect(part).toEqual({ wanted: [], locks: [], skipped: [] });
  });
});

describe('places of a file', () => {
  const source = (places: string, complete = false) =>
    `format: switchroom-settings\nversion: 1\ncomplete: ${complete}\nplaces:\n${places}`;
  const thirty = `    values: {${days}: 30}\n`;
  const targets = ({ wanted }: ImportPlan) => wanted.map(({ target }) => Object.values(target)[0] as string);
  const empty = { ...nothing, organisations: facts.organisations, pbxs: [pbx] };

  it('are found by their names, also in another tree than the one the file is from', async () => {
    const elsewhere = `  - at: []\n    id: ${uuid(70)}\n${thirty}  - at: [Zürich]\n    id: ${uuid(71)}\n${thirty}  - at: [Zürich]\n    pbx: PBX\n${thirty}`;
    expect(targets(await planned(source(elsewhere), empty, alpha))).toEqual([alpha.id, zurich.id, pbx.id]);
  });

  it('are found by their id when their names are gone, and never two of them in one', async () => {
    const renamed = `  - at: [Turicum]\n    id: ${zurich.id}\n${thirty}  - at: [Turicum]\n    pbx: Old\n    id: ${pbx.id}\n${thirty}`;
    expect(targets(await planned(source(renamed), empty, alpha))).toEqual([zurich.id, pbx.id]);
    const both = await planned(
      source(`  - at: [Turicum]\n    id: ${bern.id}\n${thirty}  - at: [Bern]\n${thirty}`),
      empty,
      alpha,
    );
    expect(targets(both)).toEqual([bern.id]);
    expect(both.skipped).toEqual([{ place: null, name: 'Turicum', key: '', rule: 'settings-place-taken' }]);
    const swapped = `  - at: [Bern]\n    id: ${zurich.id}\n${thirty}`;
    expect(targets(await planned(source(swapped), empty, alpha))).toEqual([bern.id]);
  });

  it('that are not here are named and left out; a PBX is no organisation', async () => {
    const plan = await planned(
      source(
        `  - at: [Genf, Büro]\n    pbx: P\n    id: ${uuid(77)}\n${thirty}  - at: [Genf]\n    id: ${pbx.id}\n${thirty}`,
      ),
      empty,
      alpha,
    );
    expect(plan.wanted).toEqual([]);
    expect(plan.skipped).toEqual([
      { place: null, name: 'Genf / Büro / P', key: '', rule: 'settings-place-unknown' },
      { place: null, name: 'Genf', key: '', rule: 'settings-place-unknown' },
    ]);
  });

  it("of a part's file stay with that part when somebody above imports it", async () => {
    const file = await written({ ...empty, values: [value({ organisationId: zurich.id }, days, 7)] }, zurich);
    const plan = await planned(file, empty, alpha);
    expect(plan).toEqual({
      wanted: [{ target: { organisationId: zurich.id }, key: days, value: 7 }],
      locks: [],
      skipped: [],
    });
  });

  it('of a file from above are taken as far as they lie in the importing organisation', async () => {
    const file = await written(
      {
        ...empty,
        values: [value({ organisationId: alpha.id }, days, 7), value({ organisationId: zurich.id }, days, 8)],
      },
      alpha,
    );
    const plan = await planned(file, { ...empty, organisations: [alpha, zurich] }, zurich);
    expect(plan.wanted).toEqual([{ target: { organisationId: zurich.id }, key: days, value: 8 }]);
    expect(plan.skipped.map(({ name, rule }) => [name, rule])).toEqual([
      ['', 'settings-place-unknown'],
      ['Bern', 'settings-place-unknown'],
    ]);
  });

  it('say which keys, secrets and locks they cannot have', async () => {
    const plan = await planned(
      source(
        `  - at: []\n    values:\n      no.such: 1\n      ${mail}: {secret: true}\n    locks: {no.such: why}\n  - at: [Zürich]\n    pbx: PBX\n    locks: {${days}: why}\n  - at: [Bern]\n    values: {${mail}: {secret: true}}\n`,
      ),
      { ...empty, values: facts.values.filter(({ key }) => key === mail) },
      alpha,
    );
    expect(plan.wanted).toEqual([]);
    expect(plan.skipped.map(({ key, rule }) => [key, rule])).toEqual([
      ['no.such', 'setting-unknown'],
      [mail, 'setting-secret-elsewhere'],
      ['no.such', 'setting-unknown'],
      [days, 'setting-lock-place'],
    ]);
  });

  it('are refused with line and column where values or reasons are not allowed, all at once', async () => {
    const error = await planned(
      source(
        `  - at: []\n    values:\n      ${days}: 0\n      ${masking}: three\n      ${mail}: ""\n    locks:\n      ${days}: "  "\n`,
      ),
      empty,
      alpha,
    ).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AppError);
    expect((error as AppError).fields).toEqual([
      { path: 'file', rule: 'setting-range', params: { key: days, min: 1, max: 3650, line: 7, column: 32 } },
      { path: 'file', rule: 'setting-type', params: expect.objectContaining({ key: masking, line: 8 }) as object },
      { path: 'file', rule: 'required', params: expect.objectContaining({ key: mail, line: 9 }) as object },
      { path: 'file', rule: 'settings-file-reason', params: { key: days, maxLength: 200, line: 11, column: 32 } },
    ]);
  });

  it('can set a secret, and take values away, by hand', async () => {
    const byHand = await planned(source(`  - at: []\n    values:\n      ${days}:\n      ${mail}: 007\n`), facts, alpha);
    expect(byHand.wanted).toEqual([
      { target: { organisationId: alpha.id }, key: days, value: null },
      { target: { organisationId: alpha.id }, key: mail, value: '007' },
    ]);
  });

  it('have every setting of the catalogue', () => {
    const places = filePlaces(
      new SettingsTree({
        ...empty,
        values: settingsCatalogue.map(({ key, factory }) => value({ organisationId: alpha.id }, key, factory)),
      }),
      alpha,
    );
    expect(places[0]?.values.size).toBe(settingsCatalogue.length);
  });
});
