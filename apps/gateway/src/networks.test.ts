import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { networkOf } from './networks';

describe('networkOf', () => {
  it('is the same for every spelling of an address', () => {
    expect(['::1', '0:0:0:0:0:0:0:1', '0000::0001'].map(networkOf)).toEqual(Array(3).fill('0:0:0:0::/64'));
    expect(networkOf('fe80::')).toBe('fe80:0:0:0::/64');
    expect(networkOf('2001:0DB8:0001:0002:3:4:5:6')).toBe('2001:db8:1:2::/64');
    expect(networkOf('192.0.2.1')).toBe('192.0.2.1');
  });

  it('is a short text for whatever is written there', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => {
        expect(networkOf(text).length).toBeLessThan(80);
      }),
    );
  });
});
