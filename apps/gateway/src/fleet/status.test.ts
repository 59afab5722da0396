import { describe, expect, it } from 'vitest';
import { LinkStatus } from './status';

describe('LinkStatus', () => {
  it('shows each state with its reason, step and next try', () => {
    const status = new LinkStatus(0);
    const seen = (state: Parameters<LinkStatus['update']>[0], now: number) => {
      status.update(state, now);
      const { kind, reason, step, retryAt } = status.view;
      return [kind, reason, step, retryAt?.getTime()];
    };
    expect(seen({ kind: 'connecting', epoch: 1, attempt: 1 }, 1)).toEqual([
      'connecting',
      undefined,
      'connecting',
      undefined,
    ]);
    expect(seen({ kind: 'authenticating', epoch: 1 }, 2)).toEqual([
      'connecting',
      undefined,
      'authenticating',
      undefined,
    ]);
    expect(seen({ kind: 'identifying', epoch: 1 }, 3)).toEqual(['connecting', undefined, 'syncing', undefined]);
    expect(seen({ kind: 'ready', epoch: 1 }, 4)).toEqual(['online', undefined, undefined, undefined]);
    expect(seen({ kind: 'ready', epoch: 1, note: { reason: 'another-pbx' } }, 5)[1]).toBe('another-pbx');
    const waiting = { kind: 'waiting', retryAt: 99, attempt: 1, reason: 'dns', detail: 'x' } as const;
    expect(seen(waiting, 6)).toEqual(['offline', 'dns', undefined, 99]);
    expect(seen({ kind: 'awaiting', reason: 'closed-by-pbx' }, 7)).toEqual([
      'offline',
      'closed-by-pbx',
      undefined,
      undefined,
    ]);
    expect(seen({ kind: 'refused', reason: 'unknown-app' }, 8)).toEqual([
      'refused',
      'unknown-app',
      undefined,
      undefined,
    ]);
    expect(seen({ kind: 'closed' }, 9)).toEqual(['offline', 'gateway-restart', undefined, undefined]);
  });

  it('keeps "offline since" over failed tries, and starts anew after having been online', () => {
    const status = new LinkStatus(0);
    const since = (state: Parameters<LinkStatus['update']>[0], now: number) => {
      status.update(state, now);
      return status.view.since.getTime();
    };
    const waiting = { kind: 'waiting', retryAt: 0, attempt: 1, reason: 'dns' } as const;
    expect(since(waiting, 10)).toBe(0);
    expect(since({ kind: 'connecting', epoch: 1, attempt: 2 }, 20)).toBe(20);
    expect(since({ kind: 'authenticating', epoch: 1 }, 25)).toBe(20);
    expect(since(waiting, 30)).toBe(0);
    expect(since({ kind: 'connecting', epoch: 2, attempt: 3 }, 40)).toBe(40);
    expect(since({ kind: 'ready', epoch: 2 }, 50)).toBe(50);
    expect(since({ kind: 'ready', epoch: 2, note: { reason: 'another-pbx' } }, 60)).toBe(50);
    expect(since(waiting, 70)).toBe(70);
  });

  it('says whether anything that people see changed', () => {
    const status = new LinkStatus(0);
    expect(status.update({ kind: 'draining' }, 1)).toBe(true);
    expect(status.update({ kind: 'closed' }, 2)).toBe(false);
  });
});
