import { describe, expect, test } from 'vitest';
import { withPeer } from '../gateway/peer-address';
import { contentSecurityPolicy, isForeignOrigin, transportSecurity } from './headers';

describe('contentSecurityPolicy', () => {
  test('allows scripts by nonce only, and sockets to the own host', () => {
    const policy = contentSecurityPolicy({ nonce: 'abc', host: 'portal.example:3000', development: false });
    expect(policy).toContain("script-src 'self' 'nonce-abc' 'strict-dynamic';");
    expect(policy).not.toContain('unsafe-eval');
    expect(policy).toContain("connect-src 'self' ws://portal.example:3000 wss://portal.example:3000;");
    expect(policy).toContain("frame-ancestors 'none'");
  });
  test('a Host header cannot add directives', () => {
    const policy = contentSecurityPolicy({ nonce: 'abc', host: "x; script-src 'unsafe-inline'", development: false });
    expect(policy.match(/script-src/g)).toHaveLength(1);
    expect(policy).toContain("connect-src 'self';");
  });
});

test('TLS is insisted on where it was used, and nowhere else', () => {
  const value = { 'strict-transport-security': 'max-age=31536000; includeSubDomains' };
  expect(transportSecurity(new Headers({ 'x-forwarded-proto': 'https' }))).toEqual(value);
  expect(transportSecurity(new Headers({ 'x-forwarded-proto': 'https, http' }))).toEqual(value);
  expect(transportSecurity(new Headers({ 'x-forwarded-proto': 'http' }))).toEqual({});
  expect(transportSecurity(new Headers())).toEqual({});
});

describe('isForeignOrigin', () => {
  const foreign = (headers: Record<string, string>) => isForeignOrigin(new Headers(headers));
  test('knows the own pages', () => {
    expect(foreign({ host: 'a.example:3000', origin: 'http://a.example:3000' })).toBe(false);
    expect(foreign({ host: 'inside:3000', 'x-forwarded-host': 'a.example', origin: 'https://a.example' })).toBe(false);
    expect(foreign({ host: 'a.example' })).toBe(false);
  });
  test('knows the others', () => {
    expect(foreign({ host: 'a.example', origin: 'https://b.example' })).toBe(true);
    expect(foreign({ host: 'a.example', origin: 'null' })).toBe(true);
    expect(foreign({ host: 'a.example', origin: 'https://a.example.evil' })).toBe(true);
    expect(foreign({ host: 'a.example', 'sec-fetch-site': 'cross-site' })).toBe(true);
  });
});

test('the real peer stands last in X-Forwarded-For, whatever the client wrote', () => {
  expect(withPeer(undefined, '10.0.0.9')).toBe('10.0.0.9');
  expect(withPeer('1.2.3.4', '10.0.0.9')).toBe('1.2.3.4, 10.0.0.9');
  expect(withPeer(['1.2.3.4', '5.6.7.8'], '10.0.0.9')).toBe('1.2.3.4,5.6.7.8, 10.0.0.9');
  expect(withPeer(undefined, undefined)).toBeUndefined();
});
