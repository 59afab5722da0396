import { loginDigest, type LoginIdentity } from '@switchroom/protocol';
import { describe, expect, it } from 'vitest';
import { digestOf, type Frame } from './peer';

const HEX = '0123456789abcdef';
const INFO4 = {
  appobj: 'users',
  apps: [{ name: 'users' }, { name: 'profile' }],
  appurl: 'https://1.2.3.4/example.com/usersapp/innovaphone-users',
  unlicensed: true,
};

/** Login fields, challenge, password and digest of the published examples (innovaphone SDK, AppWebsocket). */
const VECTORS: [string, Frame & LoginIdentity, string, string, string][] = [
  ['service', { app: 'pbxadminapi' }, HEX, 'pwd', 'a205299ed2ef2786c311e0be1b14db343f2cadd906a6ae7b564eee34bda5e9a1'],
  [
    'empty info',
    { app: 'pbxadminapi', info: {} },
    HEX,
    'pwd',
    '57b23fe824b9222a7ac879597cb509bcdc865a1bfeb057d9d12118cef0c3ba34',
  ],
  [
    'info',
    { app: 'pbxadminapi', info: { cn: 'Test User' } },
    HEX,
    'pwd',
    '96db3c3f657230c2b68194becc6d2a77f05de9f79f01fc81e9ca0fb196b10d9d',
  ],
  [
    'user login',
    {
      app: 'innovaphone-users',
      domain: 'example.com',
      sip: 'administrator',
      guid: HEX + HEX,
      dn: 'Administrator User',
      info: INFO4,
      pbxObj: 'users',
    },
    HEX,
    'pwd',
    'ef1b811ffaa8f9255c39c653d8fb26b4687b2d8c4d9ac91b4821bff6bae3ff44',
  ],
  [
    'domain only',
    { app: 'test', domain: 'test.com' },
    '0',
    'secret',
    '66ee3f52256a8eed034603b98cbaf98890bab6f42adb4a34de928e1885d68293',
  ],
  ['direct user', { sip: 'john.doe' }, HEX, 'pwd', '91b7ec04109e0ad1df0bef0acbb11a018afc7b3b4d3cac4fa7a1a371ca614e12'],
];

describe('digest vectors', () => {
  it.each(VECTORS)(
    '%s: test peer and mock compute the published value',
    (_name, login, challenge, password, digest) => {
      expect(digestOf(login, challenge, password)).toBe(digest);
      expect(loginDigest(login, challenge, password)).toBe(digest);
    },
  );
});
