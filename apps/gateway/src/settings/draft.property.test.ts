import { type OrganisationKind, settingEntry, type SettingValue } from '@switchroom/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { draftChange } from './draft';
import type { WantedLock, WantedValue } from './port';
import { SettingsTree, type TreeFacts, type TreeOrganisation, type TreePbx } from './tree';

const keys = ['attendant.retentionDays', 'attendant.searchMaxResults'] as const;
/** Which kind hangs below which, by how deep it is in the tree. */
const kinds: OrganisationKind[] = ['provider', 'reseller', 'customer', 'site', 'site'];

/** What a world is drawn as: parents by index, values and locks by place and key, and what somebody wants. */
const drawn = fc.record({
  parents: fc.array(fc.nat({ max: 7 }), { minLength: 1, maxLength: 8 }),
  pbxsAt: fc.array(fc.nat({ max: 8 }), { minLength: 1, maxLength: 8 }),
  values: fc.array(
    fc.record({ at: fc.nat({ max: 16 }), key: fc.nat({ max: 1 }), value: fc.integer({ min: 1, max: 4 }) }),
    {
      maxLength: 12,
    },
  ),
  locks: fc.array(fc.record({ at: fc.nat({ max: 8 }), key: fc.nat({ max: 1 }) }), { maxLength: 4 }),
  wanted: fc.array(
    fc.record({
      at: fc.nat({ max: 16 }),
      key: fc.nat({ max: 1 }),
      value: fc.option(fc.integer({ min: 1, max: 4 })),
    }),
    { minLength: 1, maxLength: 6 },
  ),
  wantedLocks: fc.array(fc.record({ at: fc.nat({ max: 8 }), key: fc.nat({ max: 1 }), set: fc.boolean() }), {
    maxLength: 2,
  }),
});
type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never;

interface World {
  organisations: TreeOrganisation[];
  pbxs: TreePbx[];
  values: Map<string, number>;
  locks: Set<string>;
  wanted: WantedValue[];
  wantedLocks: WantedLock[];
  facts: TreeFacts;
}

function worldOf({ parents, pbxsAt, values, locks, wanted, wantedLocks }: Drawn): World {
  const organisations: TreeOrganisation[] = [{ id: 'o0', name: 'o0', kind: 'provider', path: '/o0/' }];
  for (const [index, drawnParent] of parents.entries()) {
    const parent = organisations[drawnParent % organisations.length];
    if (parent === undefined) continue;
    const id = `o${index + 1}`;
    const path = `${parent.path}${id}/`;
    organisations.push({ id, name: id, path, kind: kinds[Math.min(path.split('/').length - 3, 4)] ?? 'site' });
  }
  const organisationAt = (at: number) => organisations[at % organisations.length]?.id ?? 'o0';
  const pbxs = pbxsAt.map((at, index) => ({ id: `p${index}`, name: `p${index}`, organisationId: organisationAt(at) }));
  const places = [...organisations.map(({ id }) => id), ...pbxs.map(({ id }) => id)];
  const placeAt = (at: number) => places[at % places.length] ?? 'o0';
  const keyAt = (key: number) => keys[key] ?? keys[0];
  const own = new Map(values.map(({ at, key, value }) => [`${placeAt(at)} ${keyAt(key)}`, value]));
  const locked = new Set(locks.map(({ at, key }) => `${organisationAt(at)} ${keyAt(key)}`));
  const set = { setBy: 'somebody', setByName: 'Somebody', setAt: new Date(0), revision: 1 };
  return {
    organisations,
    pbxs,
    values: own,
    locks: locked,
    wanted: wanted.map(({ at, key, value }) => {
      const id = placeAt(at);
      return { target: id.startsWith('p') ? { pbxId: id } : { organisationId: id }, key: keyAt(key), value };
    }),
    wantedLocks: wantedLocks.map(({ at, key, set: locks }) => ({
      organisationId: organisationAt(at),
      key: keyAt(key),
      reason: locks ? 'fixed' : null,
    })),
    facts: {
      organisations,
      pbxs,
      values: [...own].map(([at, value]) => {
        const [id = '', key = ''] = at.split(' ');
        const pbx = pbxs.find((each) => each.id === id);
        return { ...set, id: at, organisationId: pbx?.organisationId ?? id, pbxId: pbx?.id ?? null, key, value };
      }),
      locks: [...locked].map((at) => {
        const [organisationId = '', key = ''] = at.split(' ');
        return { organisationId, key, reason: 'fixed', lockedBy: 'x', lockedByName: 'X', lockedAt: new Date(0) };
      }),
    },
  };
}

/** From the bottom up, one step after the other: what holds at a PBX, found without the code under test. */
function naive(world: World, values: Map<string, number>, locks: Set<string>, pbx: TreePbx, key: string): SettingValue {
  const organisation = world.organisations.find(({ id }) => id === pbx.organisationId);
  const way = [...(organisation?.path.split('/').filter((id) => id !== '') ?? []), pbx.id];
  for (const [index, id] of way.entries()) {
    if (!locks.has(`${id} ${key}`)) continue;
    way.length = index + 1;
    break;
  }
  const nearest = way.toReversed().find((id) => values.has(`${id} ${key}`));
  return values.get(`${nearest} ${key}`) ?? settingEntry(key)?.factory ?? '';
}

describe('draftChange', () => {
  it('finds exactly the PBXes at which another value holds, in every tree', () => {
    fc.assert(
      fc.property(drawn, (drawnWorld) => {
        const world = worldOf(drawnWorld);
        const { wanted, wantedLocks } = world;
        const draft = draftChange(new SettingsTree(world.facts), { wanted, locks: wantedLocks, refusals: 'skip' });
        const values = new Map(world.values);
        for (const { place, entry, after } of draft.items) {
          if (typeof after === 'number') values.set(`${place.id} ${entry.key}`, after);
          else values.delete(`${place.id} ${entry.key}`);
        }
        const locks = new Set(world.locks);
        for (const { place, entry, after } of draft.locks) {
          if (after === undefined) locks.delete(`${place.id} ${entry.key}`);
          else locks.add(`${place.id} ${entry.key}`);
        }
        const affected = world.pbxs.filter((pbx) =>
          keys.some(
            (key) => naive(world, world.values, world.locks, pbx, key) !== naive(world, values, locks, pbx, key),
          ),
        );
        expect(draft.affected.map(({ id }) => id)).toEqual(affected.map(({ id }) => id).toSorted());
        for (const pbx of world.pbxs) {
          const place = draft.after.place({ pbxId: pbx.id });
          if (place === undefined) throw new Error('the PBX is gone');
          for (const key of keys) expect(draft.after.effective(key, place)).toBe(naive(world, values, locks, pbx, key));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('writes below no lock that stays, and leaves out what is so already', () => {
    fc.assert(
      fc.property(drawn, (drawnWorld) => {
        const world = worldOf(drawnWorld);
        const { items, locks } = draftChange(new SettingsTree(world.facts), {
          wanted: world.wanted,
          locks: world.wantedLocks,
          refusals: 'skip',
        });
        const lifted = new Set(
          locks.filter(({ after }) => after === undefined).map(({ place, entry }) => `${place.id} ${entry.key}`),
        );
        for (const { place, entry, after } of items) {
          expect(after).not.toBe(world.values.get(`${place.id} ${entry.key}`));
          const above = place.organisation.path.split('/').filter((id) => id !== '' && id !== place.id);
          const fixed = above.filter(
            (id) => world.locks.has(`${id} ${entry.key}`) && !lifted.has(`${id} ${entry.key}`),
          );
          expect(fixed).toEqual([]);
        }
      }),
      { numRuns: 500 },
    );
  });
});
