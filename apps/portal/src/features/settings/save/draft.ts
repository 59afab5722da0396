import { type SettingChangeItem, settingEntry, type SettingValue, type SettingView } from '@switchroom/contracts';
import { type FieldInput, type InputProblem, inputOf, parseInput, sameValue } from '../fields/input';

/** What a person entered for one setting and has not saved yet. */
export interface DraftEntry {
  /** What the control holds; undefined is "use default": the own value goes. */
  input: FieldInput | undefined;
  /** Set here on purpose although it is what holds anyway: it then stays when it changes above. */
  keep: boolean;
  /** The own value as it was when the person began, to tell what somebody else did meanwhile. */
  seen: { revision: number; own: SettingValue | undefined };
}

/** By key. What is not in it is as it was read. */
export type Draft = Readonly<Record<string, DraftEntry>>;

/** One setting of the form: what was read, and what was entered over it. */
export interface DraftState {
  /** There is something to save. */
  changed: boolean;
  /** What the control shows. */
  input: FieldInput;
  /** The own value is to go. */
  usesDefault: boolean;
  keep: boolean;
  problem: InputProblem | undefined;
  /** Somebody else changed the own value since the person began; what it was then. */
  meanwhile: { before: SettingValue | undefined } | undefined;
}

/** What the form shows of a setting, and whether that is a change. Throws for a key that is not in the catalogue. */
export function draftState(view: SettingView, draft: Draft): DraftState {
  const entry = entryOf(view.key);
  const entered = draft[view.key];
  // Where it is locked above, an own value does not count.
  const shown = view.lockedBy === undefined ? (view.own ?? view.effective) : view.effective;
  const untouched: DraftState = {
    changed: false,
    input: inputOf(entry, shown),
    usesDefault: false,
    keep: false,
    problem: undefined,
    meanwhile: undefined,
  };
  if (entered === undefined) return untouched;
  const meanwhile = entered.seen.revision === view.revision ? undefined : { before: entered.seen.own };
  if (entered.input === undefined) {
    if (!hasOwn(view)) return untouched;
    return { ...untouched, changed: true, usesDefault: true, input: inputOf(entry, view.inherited), meanwhile };
  }
  const state = { ...untouched, changed: true, input: entered.input, keep: entered.keep, meanwhile };
  const parsed = parseInput(entry, entered.input);
  if ('problem' in parsed) return { ...state, problem: parsed.problem };
  // What is typed as it is already is no change, but it stays in the control as it was typed.
  const same = !entry.secret && sameValue(parsed.value, shown) && (hasOwn(view) || !entered.keep);
  return same ? { ...state, changed: false, meanwhile: undefined } : state;
}

/** Whether the setting has a value of its own at this place; of a secret only that is known. */
export function hasOwn(view: SettingView): boolean {
  return view.secretSet === undefined ? view.own !== undefined : view.secretSet.own;
}

/** The draft with another input (undefined: "use default"); what was read when the person began stays remembered. */
export function withInput(draft: Draft, view: SettingView, input: FieldInput | undefined, keep = false): Draft {
  const seen = draft[view.key]?.seen ?? { revision: view.revision, own: view.own };
  return { ...draft, [view.key]: { input, keep, seen } };
}

/** The draft without what was entered for these settings. */
export function without(draft: Draft, keys: readonly string[]): Draft {
  return Object.fromEntries(Object.entries(draft).filter(([key]) => !keys.includes(key)));
}

/** What a save would send, and what keeps it from being sent, in the order of the page. */
export function draftChanges(
  views: readonly SettingView[],
  draft: Draft,
): { changes: SettingChangeItem[]; invalid: string[] } {
  const changes: SettingChangeItem[] = [];
  const invalid: string[] = [];
  for (const view of views) {
    const state = draft[view.key] === undefined ? undefined : draftState(view, draft);
    if (state?.changed !== true) continue;
    if (state.problem !== undefined) {
      invalid.push(view.key);
      continue;
    }
    const parsed = parseInput(entryOf(view.key), state.input);
    const value = state.usesDefault || !('value' in parsed) ? null : parsed.value;
    changes.push({ key: view.key, value: jsonOf(value), revision: view.revision });
  }
  return { changes, invalid };
}

function jsonOf(value: SettingValue | null): SettingChangeItem['value'] {
  return JSON.parse(JSON.stringify(value)) as SettingChangeItem['value'];
}

function entryOf(key: string) {
  const entry = settingEntry(key);
  if (entry === undefined) throw new Error(`The catalogue has no setting "${key}".`);
  return entry;
}
