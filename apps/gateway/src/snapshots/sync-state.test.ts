import fc from 'fast-check';
import { expect, test } from 'vitest';
import { computeSyncState, type SyncFacts } from './sync-state';

const settled: SyncFacts = { online: true, read: true, unknownOperations: 0, conflicts: 0, driftedObjects: 0 };

test.each<[Partial<SyncFacts>, string]>([
  [{}, 'in-sync'],
  [{ driftedObjects: 1 }, 'drifted'],
  [{ conflicts: 1 }, 'conflict'],
  [{ conflicts: 1, driftedObjects: 2 }, 'conflict'],
  [{ unknownOperations: 1, conflicts: 1 }, 'unknown'],
  [{ online: false }, 'unknown'],
  [{ read: false }, 'unknown'],
])('%o is %s', (facts, state) => {
  expect(computeSyncState({ ...settled, ...facts })).toBe(state);
});

test('a PBX that is away or was never read is unknown whatever else is stored', () => {
  fc.assert(
    fc.property(
      fc.nat(3),
      fc.nat(3),
      fc.nat(3),
      fc.boolean(),
      (unknownOperations, conflicts, driftedObjects, which) => {
        const facts = { online: which, read: !which, unknownOperations, conflicts, driftedObjects };
        expect(computeSyncState(facts)).toBe('unknown');
      },
    ),
  );
});
