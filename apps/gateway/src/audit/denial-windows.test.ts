import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DenialWindows } from './denial-windows';

const errors: unknown[] = [];
const written: (string | undefined)[] = [];
const note = (kind: string) => async (more: number | undefined) => {
  written.push(`${kind} ${more ?? 'one'}`);
};
beforeEach(() => {
  vi.useFakeTimers();
  errors.length = 0;
  written.length = 0;
});
afterEach(() => vi.useRealTimers());
const start = () => new DenialWindows((error) => errors.push(error), { single: 2, windowMs: 1000 });

describe('denials', () => {
  it('are written one by one, then counted, then summed up when the window ends', async () => {
    await using denials = start();
    for (let at = 0; at < 7; at += 1) await denials.record('a', note('a'));
    await denials.record('b', note('b'));
    expect(written).toEqual(['a one', 'a one', 'b one']);
    await vi.advanceTimersByTimeAsync(1000);
    expect(written.slice(3)).toEqual(['a 5']);
    await denials.record('a', note('a'));
    expect(written.slice(4)).toEqual(['a one']);
  });

  it('that are still counted are written at the end', async () => {
    const denials = start();
    for (let at = 0; at < 3; at += 1) await denials.record('a', note('a'));
    await denials[Symbol.asyncDispose]();
    expect(written).toEqual(['a one', 'a one', 'a 1']);
  });

  it('whose sum cannot be written say so, and others go on', async () => {
    const denials = start();
    const failing = async (more: number | undefined) => {
      if (more !== undefined) throw new Error('away');
    };
    for (let at = 0; at < 3; at += 1) await denials.record('a', failing);
    for (let at = 0; at < 3; at += 1) await denials.record('b', note('b'));
    await denials[Symbol.asyncDispose]();
    expect(errors).toEqual([new Error('away')]);
    expect(written.at(-1)).toBe('b 1');
  });

  it('that cannot be written refuse the call', async () => {
    await using denials = start();
    const failing = denials.record('a', () => Promise.reject(new Error('away')));
    await expect(failing).rejects.toThrow('away');
  });
});
