import type { CallDetail, CallEvent } from '@switchroom/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskCall } from './mask';

const event = (message: string, number: string | null, to: string | null = null): CallEvent => ({
  message,
  atSeconds: 0,
  number,
  name: null,
  external: false,
  cause: null,
  to: to === null ? null : { number: to, name: null },
});
type Record = Pick<CallDetail, 'direction' | 'remote' | 'events'>;
const record = (direction: Record['direction'], number: string, events: CallEvent[] = []): Record => ({
  direction,
  remote: { number, name: null },
  events,
});

describe('a record that leaves the gateway', () => {
  it('hides where a diversion leads, wherever that number stands in it', () => {
    const flow = [event('setup-to', '200'), event('cf-to', '200', '0041791234567'), event('alert-to', '0041791234567')];
    expect(maskCall(record('forwarded', '0041791234567', flow), { digits: 3 })).toMatchObject({
      remote: { number: '0041791234***' },
      events: [{ number: '200' }, { number: '200', to: { number: '0041791234***' } }, { number: '0041791234***' }],
    });
    const seenByCaller = [
      event('setup-from', '203'),
      event('fwd-to', '0041791234567'),
      event('conn-to', '0041791234567'),
    ];
    expect(maskCall(record('out', '203', seenByCaller), { digits: 3 })).toMatchObject({
      remote: { number: '203' },
      events: [{ number: '203' }, { number: '0041791234***' }, { number: '0041791234***' }],
    });
  });

  it('shows other numbers as they are, and everything where nothing is to be masked', () => {
    const plain = record('in', '0471123456', [event('setup-to', '0471123456'), event('transfer-to', '202', '203')]);
    expect(maskCall(plain, { digits: 3 })).toEqual(plain);
    const forwarded = record('forwarded', '0041791234567');
    expect(maskCall(forwarded, { digits: 0 })).toEqual(forwarded);
  });

  it('never holds the last digits of a destination', () => {
    const digits = fc.stringMatching(/^\d{5,14}$/);
    fc.assert(
      fc.property(digits, digits, fc.integer({ min: 1, max: 10 }), fc.boolean(), (caller, target, count, nested) => {
        fc.pre(!caller.includes(target));
        const flow = nested ? event('cf-to', '205', target) : event('cf-to', target);
        for (const direction of ['forwarded', 'out', 'in'] as const) {
          const row = record(direction, direction === 'forwarded' ? target : caller, [event('setup-to', caller), flow]);
          expect(JSON.stringify(maskCall(row, { digits: count }))).not.toContain(`"${target}"`);
        }
      }),
    );
  });
});
