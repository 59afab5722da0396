import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diffFields } from './diff';
import { canonicalSet, type Fields, sameValue, specsOf } from './fields';
import { threeWay } from './three-way';

const value = fc.constantFrom('', 'a', 'b', 'https://x/y/z');
const names = fc.uniqueArray(fc.constantFrom('p', 'q', 'r', 's', 't')).map((list) => canonicalSet(list));
const app: fc.Arbitrary<Fields> = fc.record(
  Object.fromEntries(
    specsOf('app').map((spec) => [
      spec.field,
      spec.type === 'flag' ? fc.boolean() : spec.type === 'set' ? names : value,
    ]),
  ),
);

const same = (a: Fields, b: Fields) => specsOf('app').every(({ field }) => sameValue(a[field], b[field]));

test('a side that changed nothing never causes a conflict', () => {
  fc.assert(
    fc.property(app, app, (base, other) => {
      expect(threeWay({ kind: 'app', base, live: base, desired: other })).toEqual({ merged: other, conflicts: [] });
      expect(threeWay({ kind: 'app', base, live: other, desired: base })).toEqual({ merged: other, conflicts: [] });
    }),
  );
});

test('both sides are treated alike', () => {
  fc.assert(
    fc.property(app, app, app, (base, live, desired) => {
      const one = threeWay({ kind: 'app', base, live, desired });
      const two = threeWay({ kind: 'app', base, live: desired, desired: live });
      expect(two.conflicts.map(({ field }) => field)).toEqual(one.conflicts.map(({ field }) => field));
      const agreed = specsOf('app').filter(({ field }) => !one.conflicts.some((conflict) => conflict.field === field));
      for (const { field } of agreed) expect(two.merged[field]).toEqual(one.merged[field]);
    }),
  );
});

test('merging the merged object again changes nothing', () => {
  fc.assert(
    fc.property(app, app, app, (base, live, desired) => {
      const { merged } = threeWay({ kind: 'app', base, live, desired });
      expect(threeWay({ kind: 'app', base: live, live: merged, desired: merged })).toEqual({ merged, conflicts: [] });
    }),
  );
});

test('once the merged object is applied there is nothing left to plan', () => {
  fc.assert(
    fc.property(app, app, app, (base, live, desired) => {
      const { merged } = threeWay({ kind: 'app', base, live, desired });
      expect(
        diffFields('app', merged, threeWay({ kind: 'app', base: live, live: merged, desired: merged }).merged),
      ).toEqual([]);
    }),
  );
});

test('a conflict is reported exactly for texts and flags that both sides changed differently', () => {
  fc.assert(
    fc.property(app, app, app, (base, live, desired) => {
      const fields = threeWay({ kind: 'app', base, live, desired }).conflicts.map(({ field }) => field);
      const expected = specsOf('app')
        .filter(({ type }) => type !== 'set')
        .map(({ field }) => field)
        .filter(
          (field) =>
            !sameValue(base[field], live[field]) &&
            !sameValue(base[field], desired[field]) &&
            !sameValue(live[field], desired[field]),
        );
      expect(fields).toEqual(expected);
    }),
  );
});

test('an entry that either side added or removed is added or removed, every other stays', () => {
  fc.assert(
    fc.property(names, names, names, (base, live, desired) => {
      const { merged } = threeWay({
        kind: 'template',
        base: { apps: base },
        live: { apps: live },
        desired: { apps: desired },
      });
      const apps = merged.apps as readonly string[];
      for (const entry of ['p', 'q', 'r', 's', 't']) {
        const sides = [live.includes(entry), desired.includes(entry)];
        const changed = sides.filter((side) => side !== base.includes(entry));
        expect(apps.includes(entry)).toBe(changed.length > 0 ? changed[0] : base.includes(entry));
      }
    }),
  );
});

test('a field the person was not shown is compared with what we last applied', () => {
  const result = threeWay({
    kind: 'app',
    base: {},
    live: { url: 'theirs' },
    desired: { url: 'wanted' },
    applied: { url: 'ours' },
  });
  expect(result).toEqual({
    merged: { url: 'theirs' },
    conflicts: [{ field: 'url', wire: 'pseudo.app.url', base: 'ours', live: 'theirs', desired: 'wanted' }],
  });
  expect(same(result.merged, { url: 'theirs' })).toBe(true);
});
