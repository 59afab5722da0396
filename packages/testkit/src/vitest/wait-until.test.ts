import { EventEmitter } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { waitUntil } from './wait-until';

describe('waitUntil', () => {
  it('returns the first truthy value of the probe', async () => {
    let looks = 0;
    expect(await waitUntil(() => (++looks === 3 ? 'third' : undefined), { message: 'the third look' })).toBe('third');
    expect(looks).toBe(3);
  });

  it('names what it waited for when the deadline passes', async () => {
    const waiting = waitUntil(() => false, { message: 'the moon', timeoutMs: 30 });
    await expect(waiting).rejects.toThrow('waited 30 ms for the moon');
  });

  it('keeps looking while the probe throws, and reports its last error as the cause', async () => {
    const broken = new Error('not yet');
    const probe = () => {
      throw broken;
    };
    const error = await waitUntil(probe, { message: 'it', timeoutMs: 30 }).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ message: expect.stringContaining('not yet'), cause: broken });
  });

  it('looks at once when the event comes, and unsubscribes', async () => {
    const emitter = new EventEmitter();
    let done = false;
    setImmediate(() => {
      done = true;
      emitter.emit('change');
    });
    const start = performance.now();
    await waitUntil(() => done, {
      message: 'the event',
      timeoutMs: 8000,
      intervalMs: 4000,
      on: (look) => {
        emitter.on('change', look);
        return () => emitter.off('change', look);
      },
    });
    expect(performance.now() - start).toBeLessThan(3000);
    expect(emitter.listenerCount('change')).toBe(0);
  });

  it('uses the real clock under fake timers', async () => {
    vi.useFakeTimers();
    try {
      await expect(waitUntil(() => false, { message: 'nothing', timeoutMs: 20 })).rejects.toThrow('nothing');
    } finally {
      vi.useRealTimers();
    }
  });
});
