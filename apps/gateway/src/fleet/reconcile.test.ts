import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reconcile } from './reconcile';

const row = fc.record({ pbxId: fc.constantFrom('a', 'b', 'c', 'd', 'e'), version: fc.nat(3) });

describe('reconcile', () => {
  it('adds, replaces what changed, removes', () => {
    const running = new Map([
      ['same', { version: 1 }],
      ['moved', { version: 1 }],
      ['gone', { version: 1 }],
    ]);
    const wanted = [
      { pbxId: 'same', version: 1 },
      { pbxId: 'moved', version: 2 },
      { pbxId: 'new', version: 1 },
    ];
    expect(reconcile(running, wanted)).toEqual({ add: [wanted[2]], replace: [wanted[1]], remove: ['gone'] });
  });

  it('has nothing to do after it was applied', () => {
    fc.assert(
      fc.property(fc.array(row), fc.array(row), (before, wanted) => {
        const running = new Map<string, { pbxId: string; version: number }>(before.map((each) => [each.pbxId, each]));
        const { add, replace, remove } = reconcile(running, wanted);
        for (const pbxId of remove) running.delete(pbxId);
        for (const each of [...add, ...replace]) running.set(each.pbxId, each);
        expect(reconcile(running, wanted)).toEqual({ add: [], replace: [], remove: [] });
        expect(new Set(running.keys())).toEqual(new Set(wanted.map(({ pbxId }): string => pbxId)));
      }),
    );
  });
});
