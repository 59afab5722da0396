import { linkReasons } from '@switchroom/contracts';
import { expect, test } from 'vitest';
import { curesOf } from './cures';

test('every reason has at least one act when the gateway dials', () => {
  expect(linkReasons.filter((reason) => curesOf(reason, 'outbound').length === 0)).toEqual([]);
});

test('a PBX that dials is never sent to an address or a certificate of ours', () => {
  for (const reason of linkReasons) {
    expect(curesOf(reason, 'inbound')).not.toContain('address');
    expect(curesOf(reason, 'inbound')).not.toContain('certificate');
  }
});

test('a refused password is cured by another password first', () => {
  expect(curesOf('password-refused', 'inbound')[0]).toBe('password');
});
