import { expect, test } from 'vitest';
import { pinOf, pinReady } from './pin-choice';

const chain = [
  {
    subject: 'pbx.example.com',
    issuer: 'pbx.example.com',
    validFrom: new Date(0),
    validTo: new Date(1),
    fingerprint: 'AA:BB',
    names: [],
  },
];
const untrusted = { address: 'wss://pbx/', tls: true, trusted: false, problem: 'DEPTH_ZERO_SELF_SIGNED_CERT', chain };

test('an untrusted certificate needs the tick, and the tick of this very certificate', () => {
  expect(pinReady(untrusted, { pin: undefined })).toBe(false);
  expect(pinReady(untrusted, { pin: 'CC:DD' })).toBe(false);
  expect(pinOf(untrusted, { pin: 'CC:DD' })).toBeUndefined();
  expect(pinReady(untrusted, { pin: 'AA:BB' })).toBe(true);
  expect(pinOf(untrusted, { pin: 'AA:BB' })).toBe('AA:BB');
});

test('a trusted certificate needs no pin, but may have one', () => {
  const trusted = { ...untrusted, trusted: true, problem: undefined };
  expect(pinReady(trusted, { pin: undefined })).toBe(true);
  expect(pinOf(trusted, { pin: 'AA:BB' })).toBe('AA:BB');
});

test('without TLS there is nothing to pin, and without a look nothing is ready', () => {
  expect(pinReady({ ...untrusted, tls: false, chain: [] }, { pin: undefined })).toBe(true);
  expect(pinReady(undefined, { pin: 'AA:BB' })).toBe(false);
});
