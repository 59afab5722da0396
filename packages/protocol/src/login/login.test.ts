import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digestVectors, fixtureFrames, sessionVectors } from '../../fixtures/index';
import { decodeFrame } from '../codec/decode';
import { matchRequest } from '../codec/match';
import { ProtocolError } from '../errors';
import { AppLogin } from '../messages/app-websocket';
import { classifyLogin } from './classify';
import { appCheckLoginDigest, challengeText, digestEquals, loginDigest, sha256Hex } from './digest';
import { decryptWithSeed, encryptWithSeed, rc4, seedHash, sessionKey } from './session-key';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const hex = (data: Uint8Array): string => Buffer.from(data).toString('hex');

describe('digest', () => {
  test.each(digestVectors)('$source', ({ login, challenge, password, input, sha256 }) => {
    expect(sha256Hex(input)).toBe(sha256);
    expect(loginDigest(login, challenge, password)).toBe(sha256);
  });

  test('the captured login of an App object verifies straight from its frame, and with escaped slashes', () => {
    const captured = fixtureFrames.map(({ text }) => text).find((text) => text.includes('130f1687'));
    for (const text of [captured ?? '', (captured ?? '').replaceAll('/', '\\/')]) {
      const login = matchRequest(decodeFrame(text), AppLogin);
      expect(login && digestEquals(loginDigest(login, '16d7dbbcccb63612', 'go'), login.digest)).toBe(true);
    }
  });

  test('info: {} counts, missing and null info drop the part and its colon', () => {
    const base = { app: 'a', domain: 'b', sip: 'c', guid: 'd', dn: 'e' };
    expect(loginDigest({ ...base, info: {} }, '1', 'p')).toBe(sha256Hex('a:b:c:d:e:{}:1:p'));
    expect(loginDigest(base, '1', 'p')).toBe(sha256Hex('a:b:c:d:e:1:p'));
    expect(loginDigest({ ...base, info: undefined }, '1', 'p')).toBe(sha256Hex('a:b:c:d:e:1:p'));
    expect(loginDigest({ ...base, info: null }, '1', 'p')).toBe(sha256Hex('a:b:c:d:e:1:p'));
  });

  test('info is compact, in the order received, without needless escapes', () => {
    expect(loginDigest({ info: { z: 'ü/<>&"', a: [1, true] } }, '1', 'p')).toBe(
      sha256Hex(':::::{"z":"ü/<>&\\"","a":[1,true]}:1:p'),
    );
  });

  test('pbxObj, src and key are outside the digest', () => {
    const login = { app: 'a', pbxObj: 'x', src: 's', key: 'k', digest: 'd' };
    expect(loginDigest(login, '1', 'p')).toBe(loginDigest({ app: 'a' }, '1', 'p'));
  });

  test('every protected part changes the digest', () => {
    const text = fc.string({ unit: fc.constantFrom(...'abcü0'.split('')), maxLength: 6 });
    const parts = fc.record({
      app: text,
      domain: text,
      sip: text,
      guid: text,
      dn: text,
      challenge: text,
      password: text,
      cn: text,
    });
    const digestOf = ({
      challenge,
      password,
      cn,
      ...login
    }: {
      challenge: string;
      password: string;
      cn: string;
    }): string => loginDigest({ ...login, info: { cn } }, challenge, password);
    fc.assert(
      fc.property(
        parts,
        fc.constantFrom('app', 'domain', 'sip', 'guid', 'dn', 'challenge', 'password', 'cn'),
        (login, name) => {
          expect(digestOf({ ...login, [name]: `${login[name]}x` })).not.toBe(digestOf(login));
        },
      ),
    );
  });

  test('a challenge may be a number', () => {
    expect(challengeText(42)).toBe('42');
    expect(loginDigest({ app: 'a' }, 42, 'p')).toBe(loginDigest({ app: 'a' }, '42', 'p'));
    expect(sessionKey(42, 'p')).toBe(sessionKey('42', 'p'));
  });

  test('AppCheckLogin uses app and domain only', () => {
    expect(appCheckLoginDigest({ app: 'myapp', domain: 'example.com' }, '1234', 'p')).toBe(
      sha256Hex('myapp:example.com::::1234:p'),
    );
    expect(appCheckLoginDigest({ app: 'myapp' }, '1234', 'p')).toBe(sha256Hex('myapp:::::1234:p'));
  });
});

describe('digestEquals', () => {
  test('equal, whatever the case; different in any place or length', () => {
    expect(digestEquals('abcdef', 'ABCDEF')).toBe(true);
    expect(digestEquals('', '')).toBe(true);
    for (const other of ['', 'abcdee', 'bbcdef', 'abcde', 'abcdefabcdef', 'abcdef\u0000']) {
      expect(digestEquals('abcdef', other)).toBe(false);
      expect(digestEquals(other, 'abcdef')).toBe(false);
    }
  });

  test('agrees with plain comparison', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[0-9a-f]{0,6}$/),
        fc.stringMatching(/^[0-9a-f]{0,6}$/),
        (a, b) => digestEquals(a, b) === (a === b),
      ),
    );
  });
});

describe('session key', () => {
  const key = sessionKey(sessionVectors.challenge, sessionVectors.password);

  test('key, hash and RC4 vectors', () => {
    expect(sha256Hex(sessionVectors.input)).toBe(sessionVectors.sessionKey);
    expect(key).toBe(sessionVectors.sessionKey);
    expect(seedHash(sessionVectors.hash.seed, key, sessionVectors.hash.text)).toBe(sessionVectors.hash.hex);
    expect(hex(rc4(bytes(sessionVectors.rc4.key), bytes(sessionVectors.rc4.text)))).toBe(sessionVectors.rc4.hex);
  });

  test.each(sessionVectors.encrypted)('encrypts $text', ({ seed, text, hex: expected }) => {
    expect(encryptWithSeed(seed, key, text)).toBe(expected);
    expect(decryptWithSeed(seed, key, expected)).toBe(text);
    expect(decryptWithSeed(seed, key, expected.toUpperCase())).toBe(text);
  });

  test('any text survives encryption, and the cipher is its own inverse', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.string({ unit: 'grapheme' }),
        (seed, text) => decryptWithSeed(seed, key, encryptWithSeed(seed, key, text)) === text,
      ),
    );
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 300 }),
        fc.uint8Array({ maxLength: 600 }),
        (secret, data) => {
          expect(rc4(secret, rc4(secret, data))).toEqual(data);
        },
      ),
    );
  });

  test('what is not hex is refused by name', () => {
    for (const bad of ['8', 'zz', '8c 0a']) expect(() => decryptWithSeed('s', key, bad)).toThrow(ProtocolError);
    expect(() => rc4(new Uint8Array(), bytes('x'))).toThrow(RangeError);
  });
});

describe('who logged in', () => {
  const expected = { appObjectName: 'attendant' };

  test.each([
    ['App object', { sip: 'attendant', info: { appobj: 'attendant' } }, 'pbx-object'],
    ['App object, info {}', { sip: 'attendant', info: {} }, 'pbx-object'],
    ['App object, no info', { sip: 'attendant' }, 'pbx-object'],
    ['user', { sip: 'ann', info: { appobj: 'attendant' }, pbxObj: 'attendant' }, 'user'],
    ['user who says so, whatever the rest', { sip: 'attendant', info: { appobj: 'attendant' }, pbxObj: '' }, 'user'],
    ['user who removed pbxObj', { sip: 'ann', info: { appobj: 'attendant' } }, 'user-without-pbx-object'],
    ['user without info who removed pbxObj', { sip: 'ann' }, 'user-without-pbx-object'],
    ['user, info without appobj', { sip: 'ann', info: { cn: 'Ann' } }, 'user-without-pbx-object'],
    ['nobody', {}, 'user-without-pbx-object'],
    ['empty names', { sip: '', info: { appobj: '' } }, 'user-without-pbx-object'],
    ['appobj that is not text', { sip: 'attendant', info: { appobj: null } }, 'user-without-pbx-object'],
    ['case matters', { sip: 'Attendant', info: { appobj: 'attendant' } }, 'user-without-pbx-object'],
  ])('%s', (_, login, outcome) => {
    expect(classifyLogin(login, expected)).toBe(outcome);
  });

  test('removing or adding pbxObj never gives a user the rights of the App object', () => {
    const name = fc.stringMatching(/^[a-z]{1,8}$/);
    fc.assert(
      fc.property(name, name, fc.boolean(), (sip, appobj, withInfo) => {
        fc.pre(sip !== appobj);
        const login = { sip, ...(withInfo && { info: { appobj } }) };
        expect(classifyLogin(login, { appObjectName: appobj })).toBe('user-without-pbx-object');
        expect(classifyLogin({ ...login, pbxObj: sip }, { appObjectName: appobj })).toBe('user');
      }),
    );
  });

  test('captured logins', () => {
    const logins = fixtureFrames
      .filter((frame) => frame.origin === 'captured')
      .flatMap(({ text }) => matchRequest(decodeFrame(text), AppLogin) ?? []);
    expect(logins.map((login) => classifyLogin(login, { appObjectName: 'go-search' }))).toEqual(['pbx-object', 'user']);
  });
});
