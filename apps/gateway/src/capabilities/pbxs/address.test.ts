import { AppError } from '@switchroom/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normaliseAddress, tlsEndpoint } from './address';

describe('normaliseAddress', () => {
  it.each([
    ['pbx.example.com', 'wss://pbx.example.com/PBX0/APPS/websocket'],
    ['10.0.0.1:8443', 'wss://10.0.0.1:8443/PBX0/APPS/websocket'],
    ['https://pbx.example.com/', 'wss://pbx.example.com/PBX0/APPS/websocket'],
    ['http://127.0.0.1:4100', 'ws://127.0.0.1:4100/PBX0/APPS/websocket'],
    [' wss://[::1]:8443/PBX1/APPS/websocket ', 'wss://[::1]:8443/PBX1/APPS/websocket'],
  ])('%s -> %s', (input, expected) => {
    expect(normaliseAddress(input)).toBe(expected);
  });

  it.each([
    ['ftp://pbx', 'address-scheme'],
    ['wss://user:pw@pbx', 'address-credentials'],
    ['wss://pbx/PBX0/APPS/websocket?x=1', 'address-query'],
    ['wss://', 'address-invalid'],
    ['a b c', 'address-invalid'],
  ])('refuses %s with %s and names the field', (input, rule) => {
    const refusal = (() => {
      try {
        return normaliseAddress(input);
      } catch (error) {
        return error;
      }
    })();
    expect(refusal).toBeInstanceOf(AppError);
    expect((refusal as AppError).fields).toEqual([{ path: 'address', rule, params: undefined }]);
  });

  it('is idempotent and never throws anything but an AppError', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        let once: string;
        try {
          once = normaliseAddress(text);
        } catch (error) {
          expect(error).toBeInstanceOf(AppError);
          return;
        }
        expect(normaliseAddress(once)).toBe(once);
      }),
    );
  });
});

describe('tlsEndpoint', () => {
  it('knows the default port and strips brackets', () => {
    expect(tlsEndpoint('wss://pbx/PBX0/APPS/websocket')).toEqual({ host: 'pbx', port: 443 });
    expect(tlsEndpoint('wss://[::1]:8443/x')).toEqual({ host: '::1', port: 8443 });
    expect(tlsEndpoint('ws://pbx/x')).toBeUndefined();
  });
});
