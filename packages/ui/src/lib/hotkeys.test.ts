import { describe, expect, it } from 'vitest';
import { advanceSequence, type KeyPress, matchesKey } from './hotkeys';

function press(key: string, held: Partial<KeyPress> = {}): KeyPress {
  return { key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held };
}

describe('matchesKey', () => {
  it.each([
    ['j', press('j'), true],
    ['j', press('J', { shiftKey: true }), false],
    ['shift+j', press('J', { shiftKey: true }), true],
    ['j', press('j', { ctrlKey: true }), false],
    ['mod+k', press('k', { ctrlKey: true }), true],
    ['mod+k', press('k', { metaKey: true }), true],
    ['mod+k', press('k'), false],
    ['mod+k', press('k', { ctrlKey: true, altKey: true }), false],
    ['?', press('?', { shiftKey: true }), true],
    ['/', press('/', { shiftKey: true }), true],
    ['enter', press('Enter'), true],
    ['enter', press('Enter', { shiftKey: true }), false],
    ['space', press(' '), true],
  ])('%s and %o: %s', (combination, key, expected) => {
    expect(matchesKey(combination, key)).toBe(expected);
  });
});

describe('advanceSequence', () => {
  const known = ['g o', 'g p', 'j', 'mod+k'];
  it('waits for the second key of a sequence', () => {
    const first = advanceSequence(known, [], press('g'));
    expect(first).toEqual({ matched: undefined, remembered: [press('g')] });
    expect(advanceSequence(known, first.remembered, press('p'))).toEqual({ matched: 'g p', remembered: [] });
  });

  it('takes a key that does not continue the sequence for itself', () => {
    expect(advanceSequence(known, [press('g')], press('j'))).toEqual({ matched: 'j', remembered: [] });
  });

  it('forgets after a key nobody wants', () => {
    expect(advanceSequence(known, [press('g')], press('z'))).toEqual({ matched: undefined, remembered: [] });
  });

  it('starts again when the first key comes twice', () => {
    const twice = advanceSequence(known, [press('g')], press('g'));
    expect(advanceSequence(known, twice.remembered, press('o')).matched).toBe('g o');
  });
});
