/** The parts of a keyboard event that matter for matching. */
export interface KeyPress {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

const modifiers = ['ctrl', 'meta', 'alt', 'shift', 'mod'];

/**
 * Whether one key press matches one combination: "j", "enter", "mod+k", "shift+g", "?".
 * "mod" is Ctrl or Cmd. Shift is ignored for signs, because "?" needs it on some layouts and not on others.
 */
export function matchesKey(combination: string, press: KeyPress): boolean {
  const parts = combination.toLowerCase().split('+');
  const key = parts.at(-1) ?? '';
  const wanted = new Set(parts.slice(0, -1).filter((part) => modifiers.includes(part)));
  if (press.key.toLowerCase() !== (key === 'space' ? ' ' : key)) return false;
  const command = press.ctrlKey || press.metaKey;
  if (wanted.has('mod')) {
    if (!command) return false;
  } else if (press.ctrlKey !== wanted.has('ctrl') || press.metaKey !== wanted.has('meta')) return false;
  if (press.altKey !== wanted.has('alt')) return false;
  const shiftMatters = wanted.has('shift') || key.length > 1 || /^[a-z]$/.test(key);
  return !shiftMatters || press.shiftKey === wanted.has('shift');
}

/**
 * Advances through key sequences ("g o" is g, then o). Returns the sequence that is complete now, if any,
 * and the presses to remember. A single key that also starts a sequence waits for the second key.
 */
export function advanceSequence(
  sequences: readonly string[],
  remembered: readonly KeyPress[],
  press: KeyPress,
): { matched: string | undefined; remembered: readonly KeyPress[] } {
  for (const presses of remembered.length > 0 ? [[...remembered, press], [press]] : [[press]]) {
    const candidates = sequences.filter((sequence) => {
      const keys = sequence.split(' ');
      return keys.length >= presses.length && presses.every((one, index) => matchesKey(keys[index] ?? '', one));
    });
    if (candidates.some((sequence) => sequence.split(' ').length > presses.length)) {
      return { matched: undefined, remembered: presses };
    }
    const [matched] = candidates;
    if (matched !== undefined) return { matched, remembered: [] };
  }
  return { matched: undefined, remembered: [] };
}
