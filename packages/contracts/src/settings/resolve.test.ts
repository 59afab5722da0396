import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settingLevels, type SettingValue } from './entry';
import { resolveSetting, type SettingStep, type StepFate } from './resolve';

/** Walks from the top down as a person would: each level may say something new, until one of them locks. */
function naive(factory: SettingValue, chain: readonly SettingStep<string>[]) {
  let value = factory;
  let from: SettingStep<string> | undefined;
  let lock: SettingStep<string> | undefined;
  const fates: StepFate[] = [];
  for (const [index, step] of chain.entries()) {
    if (step.value === undefined) fates.push('none');
    else if (lock !== undefined) fates.push('locked-out');
    else {
      for (let above = 0; above < index; above += 1) if (fates[above] === 'holds') fates[above] = 'overridden';
      fates.push('holds');
      value = step.value;
      from = step;
    }
    if (step.locked === true) lock ??= step;
  }
  return { value, from, lockedBy: lock === chain.at(-1) ? undefined : lock, fates };
}

const value = fc.option(
  fc.oneof(fc.boolean(), fc.integer(), fc.string(), fc.array(fc.string()), fc.constant({ digits: 3 })),
  { nil: undefined },
);
const chain = fc
  .array(fc.record({ value, locked: fc.constantFrom(true, false, false, undefined) }), { maxLength: 7 })
  .map((steps) =>
    steps.map((step, index) => ({ ...step, level: settingLevels[Math.min(index, 4)] ?? 'pbx', at: `place ${index}` })),
  );

describe('resolveSetting', () => {
  it('agrees with a walk from the top down', () => {
    fc.assert(
      fc.property(chain, (steps) => {
        expect(resolveSetting('factory', steps)).toStrictEqual(naive('factory', steps));
      }),
      { numRuns: 1000 },
    );
  });

  it('is deaf to anything below a lock', () => {
    fc.assert(
      fc.property(chain, chain, chain, (above, below, other) => {
        const lock = { level: 'customer', at: 'lock', locked: true } as const;
        const one = resolveSetting('factory', [...above, lock, ...below]);
        const two = resolveSetting('factory', [...above, lock, ...other]);
        expect(one.value).toStrictEqual(two.value);
        expect(one.from).toStrictEqual(two.from);
        expect(one.fates.slice(above.length + 1).every((fate) => fate === 'none' || fate === 'locked-out')).toBe(true);
      }),
    );
  });

  it('holds at most one value, and says which', () => {
    fc.assert(
      fc.property(chain, (steps) => {
        const { fates, from, value: held } = resolveSetting('factory', steps);
        const holding = steps.filter((_, index) => fates[index] === 'holds');
        expect(holding).toEqual(from === undefined ? [] : [from]);
        expect(held).toStrictEqual(from?.value ?? 'factory');
      }),
    );
  });

  it('takes false, zero and empty texts for values', () => {
    for (const own of [false, 0, '', []]) {
      const step = { level: 'pbx', at: 'pbx', value: own } as const;
      expect(resolveSetting('factory', [{ level: 'provider', at: 'top', value: 'x' }, step])).toEqual({
        value: own,
        from: step,
        lockedBy: undefined,
        fates: ['overridden', 'holds'],
      });
    }
  });

  it('does not lock a place by its own lock', () => {
    const own = { level: 'site', at: 'here', value: 1, locked: true } as const;
    expect(resolveSetting(0, [own])).toMatchObject({ value: 1, lockedBy: undefined });
    expect(resolveSetting(0, [own, { level: 'pbx', at: 'pbx', value: 2 }])).toEqual({
      value: 1,
      from: own,
      lockedBy: own,
      fates: ['holds', 'locked-out'],
    });
  });
});
