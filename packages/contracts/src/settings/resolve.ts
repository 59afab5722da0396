import type { SettingLevel, SettingValue } from './entry';

/** One level of the way from the top of the tree down to where a value is asked for. */
export interface SettingStep<Ref> {
  level: SettingLevel;
  /** The organisation, or the PBX on the last step of level `pbx`. */
  at: Ref;
  /** Its own value; undefined where it has none. */
  value?: SettingValue | undefined;
  /** From here down the value is fixed. */
  locked?: boolean | undefined;
}

/** What became of a step's own value: it holds, one below it is nearer, a lock above it counts, or there is none. */
export type StepFate = 'holds' | 'overridden' | 'locked-out' | 'none';

export interface ResolvedSetting<Ref> {
  value: SettingValue;
  /** The step whose value holds; undefined for the factory value. */
  from: SettingStep<Ref> | undefined;
  /** The topmost step that locks it, if that lies above the last one: there the value cannot be changed. */
  lockedBy: SettingStep<Ref> | undefined;
  /** One for each step, in its order. */
  fates: StepFate[];
}

/**
 * The value that holds at the end of a chain (top of the tree first): the nearest own value, else the factory's. A lock
 * fixes what holds at its own step for everything below it; of several locks the topmost counts.
 */
export function resolveSetting<Ref>(factory: SettingValue, chain: readonly SettingStep<Ref>[]): ResolvedSetting<Ref> {
  const lock = chain.findIndex((step) => step.locked === true);
  const counted = lock === -1 ? chain.length : lock + 1;
  const winner = chain.slice(0, counted).findLastIndex((step) => step.value !== undefined);
  const from = winner === -1 ? undefined : chain[winner];
  return {
    value: from?.value ?? factory,
    from,
    lockedBy: lock !== -1 && lock < chain.length - 1 ? chain[lock] : undefined,
    fates: chain.map((step, index) => {
      if (step.value === undefined) return 'none';
      if (index === winner) return 'holds';
      return index < counted ? 'overridden' : 'locked-out';
    }),
  };
}
