import { type SettingDifference, type SettingPlace, type SettingValue, settingEntry } from '@switchroom/contracts';
import type { DiffEntry } from '@switchroom/ui/components/diff-view';
import type { ReactNode } from 'react';
import { placeKey, type SettingWords } from './use-setting-words';

/** One changed setting at one place; what holds before and after is known of a preview, not of history. */
export type ShownDifference = Omit<SettingDifference, 'effectiveBefore' | 'effectiveAfter'> &
  Partial<Pick<SettingDifference, 'effectiveBefore' | 'effectiveAfter'>>;

/** What the lines of a diff need in words beside the setting's own. */
export interface SettingDiffWords extends Pick<SettingWords, 'label' | 'value' | 'lines'> {
  /** No own value; what holds then, in words, where it is known. */
  inherits: (effective: string | undefined) => string;
  /** Below the line. */
  note?: (difference: ShownDifference) => ReactNode;
}

/** The differences as lines of a diff: own value before and after, lists as added and removed, secrets never shown. */
export function settingDiffEntries(differences: readonly ShownDifference[], words: SettingDiffWords): DiffEntry[] {
  return differences.map((difference): DiffEntry => {
    const { key, before, after, effectiveBefore, effectiveAfter } = difference;
    const note = words.note?.(difference);
    const line = {
      id: `${placeKey(difference.place)} ${key}`,
      field: words.label(key),
      nativeName: key,
      ...(note === undefined || note === null ? {} : { note }),
    };
    const secret = settingEntry(key)?.secret === true;
    if (secret && before !== undefined && after !== undefined) return { ...line, kind: 'secret' };
    const side = (own: SettingValue | undefined, effective: SettingValue | undefined): string => {
      if (own !== undefined) return words.value(key, own);
      return words.inherits(effective === undefined || secret ? undefined : words.value(key, effective));
    };
    const old = before === undefined ? undefined : words.lines(key, before);
    const next = after === undefined ? undefined : words.lines(key, after);
    if (old !== undefined && next !== undefined) {
      const added = next.filter((one) => !old.includes(one));
      const removed = old.filter((one) => !next.includes(one));
      // The same lines in another order have neither; their two orders are shown whole.
      if (added.length + removed.length > 0) return { ...line, kind: 'set', added, removed };
    }
    return { ...line, kind: 'value', before: side(before, effectiveBefore), after: side(after, effectiveAfter) };
  });
}

/** Differences of each place together, in the order in which the places come up. */
export function byPlace<T extends { place: SettingPlace }>(
  differences: readonly T[],
): { place: SettingPlace; differences: T[] }[] {
  const found = new Map<string, { place: SettingPlace; differences: T[] }>();
  for (const difference of differences) {
    const id = placeKey(difference.place);
    const group = found.get(id) ?? { place: difference.place, differences: [] };
    group.differences.push(difference);
    found.set(id, group);
  }
  return [...found.values()];
}

/** What is left out, by the reason for it. */
export function skippedByRule<T extends { rule: string }>(skipped: readonly T[]): { rule: string; skipped: T[] }[] {
  const found = new Map<string, T[]>();
  for (const one of skipped) found.set(one.rule, [...(found.get(one.rule) ?? []), one]);
  return [...found].map(([rule, all]) => ({ rule, skipped: all }));
}
