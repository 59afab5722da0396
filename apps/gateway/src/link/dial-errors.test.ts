import { describe, expect, it, test } from 'vitest';
import { reasonOfDialError, samePin } from './dial-errors';

const error = (code: string | undefined, message = 'text') => Object.assign(new Error(message), code ? { code } : {});

describe('reasons of a failed dial', () => {
  test.each([
    ['ENOTFOUND', 'dns'],
    ['EAI_AGAIN', 'dns'],
    ['ECONNREFUSED', 'connection-refused'],
    ['ETIMEDOUT', 'timeout'],
    ['EHOSTUNREACH', 'unreachable'],
    ['ECONNRESET', 'unreachable'],
    ['ERR_ADDRESS_FORBIDDEN', 'address-forbidden'],
    ['CERT_HAS_EXPIRED', 'certificate-expired'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'certificate-host'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'certificate-untrusted'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'certificate-untrusted'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'certificate-untrusted'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'certificate-untrusted'],
    ['ERR_CERTIFICATE_PIN', 'certificate-pin'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'not-a-pbx'],
    ['HPE_INVALID_CONSTANT', 'not-a-pbx'],
  ] as const)('%s is %s', (code, reason) => {
    expect(reasonOfDialError(error(code), false)).toMatchObject({ reason, detail: 'text' });
  });

  it('reads the texts that have no code', () => {
    expect(reasonOfDialError(error(undefined, 'Opening handshake has timed out'), false).reason).toBe('timeout');
    expect(reasonOfDialError(error(undefined, 'Invalid Sec-WebSocket-Accept header'), false).reason).toBe('not-a-pbx');
  });

  it('takes the first code of several tries', () => {
    const both = new AggregateError([error('ECONNREFUSED'), error('EHOSTUNREACH')], '');
    expect(reasonOfDialError(both, false)).toMatchObject({ reason: 'connection-refused', detail: 'ECONNREFUSED' });
  });

  it('means the pin when trust is in doubt and a certificate is pinned, but not when it has expired', () => {
    expect(reasonOfDialError(error('DEPTH_ZERO_SELF_SIGNED_CERT'), true).reason).toBe('certificate-pin');
    expect(reasonOfDialError(error('CERT_HAS_EXPIRED'), true).reason).toBe('certificate-expired');
    expect(reasonOfDialError(error('ECONNREFUSED'), true).reason).toBe('connection-refused');
  });

  it('compares fingerprints whatever their notation', () => {
    const pin = 'ab'.repeat(32);
    expect(samePin(pin, pin.toUpperCase().replace(/..(?=.)/g, '$&:'))).toBe(true);
    expect(samePin(pin, 'ac'.repeat(32))).toBe(false);
    expect(samePin('', '')).toBe(false);
  });
});
