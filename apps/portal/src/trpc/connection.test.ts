import { describe, expect, test, vi } from 'vitest';
import { reconnectDelay } from './backoff';
import { createConnectionStore, nextState } from './connection';

describe('the state of the live connection', () => {
  test('a try to connect again does not end "lost", an open socket does', () => {
    expect(nextState('open', 'closed')).toBe('lost');
    expect(nextState('lost', 'connecting')).toBe('lost');
    expect(nextState('lost', 'closed')).toBe('lost');
    expect(nextState('lost', 'open')).toBe('open');
  });

  test('a first connection that fails is lost, an idle one that closes is idle', () => {
    expect(nextState('idle', 'connecting')).toBe('connecting');
    expect(nextState('connecting', 'closed')).toBe('lost');
    expect(nextState('idle', 'closed')).toBe('idle');
    expect(nextState('open', 'idle')).toBe('idle');
  });

  test('tells those who follow once per change, and those who wait for it when it is back', () => {
    const store = createConnectionStore();
    const changed = vi.fn<() => void>();
    const back = vi.fn<() => void>();
    store.subscribe(changed);
    const stop = store.onBack(back);
    for (const event of ['connecting', 'open', 'open'] as const) store.report(event);
    expect(changed).toHaveBeenCalledTimes(2);
    expect(back).not.toHaveBeenCalled();
    for (const event of ['closed', 'connecting', 'open'] as const) store.report(event);
    expect(back).toHaveBeenCalledTimes(1);
    stop();
    for (const event of ['closed', 'open'] as const) store.report(event);
    expect(back).toHaveBeenCalledTimes(1);
  });

  test('tells when access has changed, whatever the socket does next', () => {
    const store = createConnectionStore();
    const changed = vi.fn<() => void>();
    const stop = store.onAccessChanged(changed);
    store.report('open');
    expect(changed).not.toHaveBeenCalled();
    store.reportAccessChanged();
    expect(changed).toHaveBeenCalledTimes(1);
    stop();
    store.reportAccessChanged();
    expect(changed).toHaveBeenCalledTimes(1);
  });
});

test('reconnectDelay doubles up to ten seconds and is spread over its lower half', () => {
  expect([0, 1, 2, 3, 4, 5, 20].map((attempt) => reconnectDelay(attempt, () => 0))).toEqual([
    500, 1000, 2000, 4000, 8000, 10_000, 10_000,
  ]);
  expect(reconnectDelay(3, () => 1)).toBe(2000);
});
