import { describe, expect, test } from 'vitest';
import { AppChallenge, AppInfo, AppLogin, PbxInfo } from '../messages/app-websocket';
import { GetApps, GetNodes } from '../messages/pbx-admin-lists';
import { GetObject, GetRegs, SearchUsers, UpdateObject } from '../messages/pbx-admin-objects';
import { CheckAppLic, GetAppLics, GetLocation, GetPbxLicenses } from '../messages/pbx-admin-system';
import { ReplicateNext } from '../messages/pbx-table-users';
import { CallInfo, UserClear } from '../messages/rcc';
import { ServicesInfo } from '../messages/services';
import { serviceInfoOf } from '../model/app-info';
import { decodeFrame, DEFAULT_MAX_FRAME_BYTES, MAX_FRAME_DEPTH } from './decode';
import { matchEvent, matchFailure, matchRequest, matchResult } from './match';

const admin = (mt: string, fields: object): string => JSON.stringify({ mt, api: 'PbxAdminApi', ...fields });

describe('kinds of outcome', () => {
  test('unknown messages keep every field', () => {
    expect(decodeFrame('{"mt":"New","api":"PbxAdminApi","src":"1","x":{"y":[1]}}')).toEqual({
      kind: 'unknown',
      envelope: { mt: 'New', api: 'PbxAdminApi', src: '1', x: { y: [1] } },
    });
  });

  test.each(['', ' ', '{', 'null', '1', '"x"', '[]', '[{"mt":"KeepAlive"}]', '{"mt":"KeepAlive"}{"mt":"KeepAlive"}'])(
    'not one JSON object: %j',
    (text) => {
      expect(decodeFrame(text).kind).toBe('invalid');
    },
  );

  test.each(['{}', '{"mt":1}', '{"mt":""}', '{"mt":null}', '{"mt":["KeepAlive"]}'])('no message type: %s', (text) => {
    expect(decodeFrame(text)).toMatchObject({ kind: 'invalid', issues: ['mt: expected a text'] });
  });

  test('an invalid field is named together with the envelope, and its value is not', () => {
    const decoded = decodeFrame('{"mt":"AppLogin","src":"7","digest":["canary"],"app":{"canary":1}}');
    expect(decoded).toMatchObject({ kind: 'invalid', mt: 'AppLogin', src: '7' });
    const text = JSON.stringify(decoded);
    expect(text).toContain('digest: ');
    expect(text).toContain('app: ');
    expect(text).not.toContain('canary');
  });

  test('too large is counted in bytes of UTF-8 and is not parsed', () => {
    const frame = '{"mt":"KeepAlive","x":"ü😀"}';
    const bytes = Buffer.byteLength(frame);
    expect(decodeFrame(frame, { maxBytes: bytes }).kind).toBe('ok');
    expect(decodeFrame(frame, { maxBytes: bytes - 1 })).toEqual({ kind: 'too-large', bytes, limit: bytes - 1 });
    expect(decodeFrame('x'.repeat(DEFAULT_MAX_FRAME_BYTES + 1))).toEqual({
      kind: 'too-large',
      bytes: DEFAULT_MAX_FRAME_BYTES + 1,
      limit: DEFAULT_MAX_FRAME_BYTES,
    });
    expect(decodeFrame('x'.repeat(DEFAULT_MAX_FRAME_BYTES)).kind).toBe('invalid');
  });

  test('nesting is bounded, brackets inside texts do not count', () => {
    const nested = (depth: number): string => `{"mt":"KeepAlive","x":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`;
    expect(decodeFrame(nested(MAX_FRAME_DEPTH)).kind).toBe('ok');
    expect(decodeFrame(nested(MAX_FRAME_DEPTH + 1)).kind).toBe('invalid');
    expect(decodeFrame(nested(300_000)).kind).toBe('invalid');
    expect(decodeFrame(JSON.stringify({ mt: 'KeepAlive', x: `\\"${'['.repeat(500)}` })).kind).toBe('ok');
  });

  test('__proto__ and constructor are ordinary unknown fields', () => {
    const decoded = decodeFrame(
      '{"mt":"GetObjectResult","api":"PbxAdminApi","__proto__":{"guid":"x"},"constructor":1,"pseudo":{"__proto__":{"type":"app"}}}',
    );
    const message = matchResult(decoded, GetObject);
    expect(message?.guid).toBeUndefined();
    expect(message && Object.getPrototypeOf(message)).toBe(Object.prototype);
    expect(Reflect.get(Object(message?.pseudo), 'type')).toBeUndefined();
    expect(({} as { guid?: string }).guid).toBeUndefined();
  });
});

test('properties nobody knows are kept inside nested objects and lists too', () => {
  const pseudo = { type: 'app', later: 1, app: { url: 'u', future: { a: [1] } } };
  const devices = [{ hw: 'h', colour: 'red' }];
  const message = matchResult(decodeFrame(admin('GetObjectResult', { guid: 'g', pseudo, devices })), GetObject);
  expect(message).toMatchObject({ pseudo, devices });
});

describe('envelope', () => {
  const srcOf = (src: string): unknown => {
    const decoded = decodeFrame(`{"mt":"KeepAlive","src":${src}}`);
    return decoded.kind === 'ok' ? decoded.message.src : decoded;
  };

  test('src is text; a number is read as text; other types count as absent', () => {
    expect(srcOf('"a,b-c d"')).toBe('a,b-c d');
    expect(srcOf('""')).toBe('');
    expect(srcOf('17')).toBe('17');
    for (const other of ['null', 'true', '{}', '["1"]']) expect(srcOf(other)).toBeUndefined();
  });

  test('an api that is not a non-empty text counts as absent', () => {
    for (const api of ['""', 'null', '5', '{}']) expect(decodeFrame(`{"mt":"KeepAlive","api":${api}}`).kind).toBe('ok');
    expect(decodeFrame('{"mt":"KeepAlive","api":"RCC"}').kind).toBe('unknown');
  });
});

describe('failures', () => {
  test.each([
    ['text', { error: 'Duplicate Name' }, { error: 'Duplicate Name' }],
    ['number and text', { error: 3, errorText: 'no' }, { error: 3, errorText: 'no' }],
    ['true', { error: true }, { error: true }],
    ['object', { error: { code: 1 }, errorText: 5 }, { error: true }],
  ])('error as %s', (_, fields, expected) => {
    const decoded = decodeFrame(admin('UpdateObjectResult', { ...fields, src: 's' }));
    expect(matchFailure(decoded, UpdateObject)).toEqual({
      mt: 'UpdateObjectResult',
      api: 'PbxAdminApi',
      src: 's',
      ...expected,
    });
    expect(matchResult(decoded, UpdateObject)).toBeUndefined();
  });

  test('a failure is not held to the shape of a success', () => {
    expect(matchFailure(decodeFrame(admin('GetNodesResult', { error: 'no' })), GetNodes)?.error).toBe('no');
  });

  test.each([null, '', 0, false])('an empty error (%j) is none', (error) => {
    expect(matchResult(decodeFrame(admin('UpdateObjectResult', { error, guid: 'g' })), UpdateObject)?.guid).toBe('g');
  });

  test('a login is accepted by ok: true only', () => {
    const ok = (fields: object): unknown =>
      matchResult(decodeFrame(JSON.stringify({ mt: 'AppLoginResult', ...fields })), AppLogin)?.ok;
    expect(ok({ ok: true })).toBe(true);
    expect(ok({})).toBeUndefined();
    expect(ok({ ok: false })).toBe(false);
    expect(ok({ ok: true, error: 2 })).toBeUndefined();
  });
});

describe('what builds and clients disagree about', () => {
  test('a challenge as a number keeps all its digits', () => {
    const challenge = (text: string): unknown => matchResult(decodeFrame(text), AppChallenge)?.challenge;
    expect(challenge('{"mt":"AppChallengeResult","challenge":9999999999999999}')).toBe('9999999999999999');
    expect(challenge('{"x":"\\"challenge\\":1","challenge": 1234567890123456 ,"mt":"AppChallengeResult"}')).toBe(
      '1234567890123456',
    );
    expect(challenge('{"mt":"AppChallengeResult","old":{"challenge":5},"challenge":7}')).toBe('7');
    expect(challenge('{"mt":"AppChallengeResult","challenge":"007"}')).toBe('007');
  });

  test('numbers as text and text as numbers', () => {
    expect(
      matchRequest(decodeFrame('{"mt":"UserClear","api":"RCC","call":"7","cause":"16"}'), UserClear),
    ).toMatchObject({ call: 7, cause: 16 });
    expect(matchResult(decodeFrame(admin('GetLocationResult', { http: '80', https: 443 })), GetLocation)).toMatchObject(
      { http: 80, https: 443 },
    );
    expect(decodeFrame('{"mt":"UserClear","api":"RCC","call":"seven"}').kind).toBe('invalid');
    const lic = [{ name: 'Port', count: 5, used: '3' }];
    expect(matchResult(decodeFrame(admin('GetPbxLicensesResult', { lic })), GetPbxLicenses)?.lic).toEqual([
      { name: 'Port', count: '5', used: '3' },
    ]);
  });

  test('lic is missing in test mode', () => {
    expect(matchResult(decodeFrame(admin('GetPbxLicensesResult', {})), GetPbxLicenses)?.lic).toBeUndefined();
    expect(matchResult(decodeFrame(admin('GetAppLicsResult', { lic: null })), GetAppLics)?.lic).toBeUndefined();
  });

  test('a list that is missing otherwise is not taken for an empty one', () => {
    for (const mt of [
      'GetAppObjectsResult',
      'GetAppsResult',
      'GetConfigObjectsResult',
      'GetConfigsResult',
      'SearchUsersResult',
    ]) {
      expect(decodeFrame(admin(mt, {})).kind).toBe('invalid');
    }
  });

  test('booleans in every notation', () => {
    const ok = (value: unknown): unknown =>
      matchResult(decodeFrame(admin('CheckAppLicResult', { ok: value })), CheckAppLic)?.ok;
    expect([true, 'true', 1, '1'].map(ok)).toEqual([true, true, true, true]);
    expect([false, 'false', 0, '0'].map(ok)).toEqual([false, false, false, false]);
    expect(ok(null)).toBeUndefined();
  });

  test('an integer for a boolean of an object is kept: it means inherited', () => {
    expect(
      matchRequest(decodeFrame(admin('UpdateObject', { guid: 'g', fax: -1, hide: true })), UpdateObject),
    ).toMatchObject({ fax: -1, hide: true });
  });

  test('registrations flat or nested', () => {
    const regs = (value: unknown): unknown =>
      matchResult(decodeFrame(admin('GetRegsResult', { regs: value })), GetRegs)?.regs;
    const flat = [{ hw: 'h', addr: 'a' }];
    expect(regs(flat)).toEqual(flat);
    expect(regs([{ reg: flat[0] }])).toEqual(flat);
  });

  test('e-mail addresses as texts or objects', () => {
    const user = [{ cn: 'A', emails: ['a@x', { email: 'b@x' }] }];
    expect(matchResult(decodeFrame(admin('SearchUsersResult', { user })), SearchUsers)?.user[0]?.emails).toEqual([
      { email: 'a@x' },
      { email: 'b@x' },
    ]);
  });

  test.each(['40', 40, true])('more as %j', (more) => {
    expect(matchResult(decodeFrame(admin('GetAppsResult', { objects: [], more })), GetApps)?.more).toBe(more);
  });

  test('the three spellings of serviceInfo', () => {
    for (const name of ['serviceInfo', 'seviceInfo', 'sericeinfo']) {
      const result = matchResult(
        decodeFrame(JSON.stringify({ mt: 'AppInfoResult', [name]: { apis: { a: {} } } })),
        AppInfo,
      );
      expect(result && serviceInfoOf(result)).toEqual({ apis: { a: {} } });
    }
  });

  test('the initial copy ends with an answer without columns, null and {} included', () => {
    for (const columns of [undefined, null, {}]) {
      const result = matchResult(
        decodeFrame(JSON.stringify({ mt: 'ReplicateNextResult', api: 'PbxTableUsers', columns })),
        ReplicateNext,
      );
      expect(result).toBeDefined();
      expect(result?.columns).toBeUndefined();
    }
  });

  test('services in both shapes of info', () => {
    const services = [
      { name: 'a', info: { 'com.x': {} } },
      { name: 'b', type: 't', info: { apis: { 'com.x': {} } } },
      {},
    ];
    expect(
      matchEvent(decodeFrame(JSON.stringify({ mt: 'ServicesInfo', api: 'Services', services })), ServicesInfo)
        ?.services,
    ).toEqual(services);
  });

  test('the end of a call is read without a state', () => {
    expect(matchEvent(decodeFrame('{"mt":"CallInfo","api":"RCC","user":1,"call":2,"msg":"del"}'), CallInfo)?.msg).toBe(
      'del',
    );
  });

  test('null for an optional field is absent, PbxInfo without version too', () => {
    expect(matchEvent(decodeFrame('{"mt":"PbxInfo","apis":[],"domain":null}'), PbxInfo)).toEqual({
      mt: 'PbxInfo',
      apis: [],
      domain: undefined,
    });
  });

  test('info of a login is handed on untouched, property order included', () => {
    const text = '{"mt":"AppLogin","digest":"d","info":{"z":1,"a":"\\/ü<>&","n":{"y":[],"b":null}}}';
    const info = matchRequest(decodeFrame(text), AppLogin)?.info;
    expect(JSON.stringify(info)).toBe('{"z":1,"a":"/ü<>&","n":{"y":[],"b":null}}');
  });
});

test('match functions look at role and descriptor', () => {
  const request = decodeFrame('{"mt":"GetObject","api":"PbxAdminApi","cn":"x"}');
  expect(matchRequest(request, GetObject)?.cn).toBe('x');
  expect(matchRequest(request, UpdateObject)).toBeUndefined();
  expect(matchResult(request, GetObject)).toBeUndefined();
  expect(matchFailure(request, GetObject)).toBeUndefined();
  expect(matchEvent(request, PbxInfo)).toBeUndefined();
});
