import { type LinkReason, linkReasons } from '@switchroom/contracts';
import { describe, expect, it, test } from 'vitest';
import { aftermath } from './aftermath';
import { type Consequence, consequences, reasonOfClose } from './close-reasons';
import type { LinkState } from './machine';

const expected: Record<Consequence, LinkReason[]> = {
  retry: [
    'never-connected',
    'unreachable',
    'dns',
    'connection-refused',
    'timeout',
    'closed-by-pbx',
    'heartbeat-lost',
    'replaced',
    'gateway-restart',
  ],
  'retry-later': ['not-a-pbx', 'protocol-error'],
  stop: [
    'address-forbidden',
    'certificate-untrusted',
    'certificate-expired',
    'certificate-host',
    'certificate-pin',
    'password-refused',
    'unknown-app',
    'not-the-app-object',
    'admin-api-missing',
    'another-pbx',
  ],
};

const ending = (reason: LinkReason, direction: 'inbound' | 'outbound', state: LinkState, attempt = 1) =>
  aftermath({
    state,
    direction,
    reason,
    detail: 'word',
    attempt,
    now: 1_000,
    random: () => 0.5,
    backoff: { baseMs: 1_000, capMs: 60_000, floorMs: 100 },
  });

const ready: LinkState = { kind: 'ready', epoch: 3 };

describe('what follows the end of a connection', () => {
  test.each(linkReasons)('%s has the decided consequence', (reason) => {
    expect(expected[consequences[reason]]).toContain(reason);
  });

  test.each(linkReasons)('%s leads to the state of its consequence, in both directions', (reason) => {
    const consequence = consequences[reason];
    const out = ending(reason, 'outbound', ready, 3);
    const inbound = ending(reason, 'inbound', ready, 3);
    if (consequence === 'stop') {
      expect([out, inbound]).toEqual(Array(2).fill({ kind: 'refused', reason, detail: 'word' }));
      return;
    }
    expect(inbound).toEqual({ kind: 'awaiting', reason, detail: 'word' });
    const delay = consequence === 'retry' ? 2_000 : 45_000;
    expect(out).toEqual({ kind: 'waiting', retryAt: 1_000 + delay, attempt: 3, reason, detail: 'word' });
  });

  it('keeps saying what is wrong when a refused connection ends', () => {
    const refused: LinkState = { kind: 'refused', reason: 'admin-api-missing', detail: 'no flag' };
    expect(ending('closed-by-pbx', 'inbound', refused)).toBe(refused);
    expect(ending('closed-by-pbx', 'outbound', refused)).toMatchObject({
      kind: 'waiting',
      reason: 'admin-api-missing',
      detail: 'no flag',
      retryAt: 46_000,
    });
  });

  it('changes nothing for a link that is closing', () => {
    const draining: LinkState = { kind: 'draining' };
    expect(ending('closed-by-pbx', 'outbound', draining)).toBe(draining);
  });

  test.each([
    [1000, 'closed-by-pbx'],
    [1001, 'closed-by-pbx'],
    [1002, 'protocol-error'],
    [1003, 'protocol-error'],
    [1006, 'closed-by-pbx'],
    [1007, 'protocol-error'],
    [1008, 'closed-by-pbx'],
    [1009, 'protocol-error'],
    [4000, 'closed-by-pbx'],
  ] as const)('close code %i is %s', (code, reason) => {
    expect(reasonOfClose(code)).toBe(reason);
  });
});
