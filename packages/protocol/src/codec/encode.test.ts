import { describe, expect, test } from 'vitest';
import { ProtocolError } from '../errors';
import { AppLogin, KeepAlive, PbxInfo } from '../messages/app-websocket';
import type { FieldsOf } from '../messages/define';
import { GetConfigObjects } from '../messages/pbx-admin-lists';
import { GetObject, SearchUsers, UpdateObject } from '../messages/pbx-admin-objects';
import { UserClear } from '../messages/rcc';
import { decodeFrame } from './decode';
import { encodeEvent, encodeFrame, encodeResult } from './encode';
import { matchResult } from './match';

function errorOf(run: () => unknown): ProtocolError {
  try {
    run();
  } catch (error) {
    if (error instanceof ProtocolError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('frames', () => {
  test('the envelope carries mt, api and src; absent fields are left out', () => {
    expect(JSON.parse(encodeFrame(GetObject, { cn: 'A', h323: undefined }, { src: '1' }))).toEqual({
      mt: 'GetObject',
      api: 'PbxAdminApi',
      cn: 'A',
      src: '1',
    });
    expect(encodeFrame(KeepAlive, {})).toBe('{"mt":"KeepAlive"}');
    expect(JSON.parse(encodeEvent(PbxInfo, { apis: ['RCC'] }, { src: 'x' }))).toEqual({
      mt: 'PbxInfo',
      apis: ['RCC'],
      src: 'x',
    });
  });

  test('a result is named after its request and may be a failure', () => {
    expect(JSON.parse(encodeResult(UpdateObject, { guid: 'g' }, { src: 's' }))).toEqual({
      mt: 'UpdateObjectResult',
      api: 'PbxAdminApi',
      guid: 'g',
      src: 's',
    });
    expect(JSON.parse(encodeResult(UpdateObject, { error: 'no' }))).toEqual({
      mt: 'UpdateObjectResult',
      api: 'PbxAdminApi',
      error: 'no',
    });
    expect(JSON.parse(encodeResult(SearchUsers, { error: 2, errorText: 't' }))).toMatchObject({
      error: 2,
      errorText: 't',
    });
  });

  test('copyPwd: null is written, as the vendor does', () => {
    expect(encodeFrame(UpdateObject, { copyPwd: null })).toContain('"copyPwd":null');
  });

  test('properties unknown to us survive inside nested objects', () => {
    const pseudo = { type: 'app', app: { url: 'u', 'future-flag': { a: 1 } }, later: 2 };
    expect(JSON.parse(encodeFrame(UpdateObject, { guid: 'g', pseudo }))).toMatchObject({ pseudo });
  });
});

describe('strictness names the field', () => {
  const bad = (fields: Record<string, unknown>): ProtocolError =>
    errorOf(() => encodeFrame(UpdateObject, fields as FieldsOf<typeof UpdateObject>));

  test.each(['nosuch', 'mt', 'api', 'src', '__proto__x', 'toString'])(
    'a field the message does not have: %s',
    (name) => {
      expect(bad({ [name]: 'x' })).toMatchObject({ code: 'unknown-field', field: name });
    },
  );

  test.each([
    ['cn', { cn: 5 }],
    ['cfnr', { cfnr: '5' }],
    ['hide', { hide: 'true' }],
    ['fax', { fax: 1.5 }],
    ['dn', { dn: null }],
    ['devices.1.tls', { devices: [{}, { tls: 1 }] }],
    ['emails.0', { emails: ['a@example.com'] }],
  ])('a value of another type: %s', (field, fields) => {
    expect(bad(fields)).toMatchObject({ code: 'invalid-field', field });
    expect(bad(fields).message).toContain(field);
  });

  test('required fields', () => {
    expect(errorOf(() => encodeFrame(AppLogin, {} as FieldsOf<typeof AppLogin>))).toMatchObject({
      code: 'invalid-field',
      field: 'digest',
    });
    expect(errorOf(() => encodeFrame(UserClear, { call: undefined as unknown as number }))).toMatchObject({
      field: 'call',
    });
    expect(errorOf(() => encodeResult(GetConfigObjects, {} as never))).toMatchObject({ field: 'objects' });
  });

  test('src must be text', () => {
    expect(errorOf(() => encodeFrame(KeepAlive, {}, { src: 5 as unknown as string }))).toMatchObject({
      code: 'invalid-field',
      field: 'src',
    });
  });

  test('what JSON cannot carry', () => {
    const cycle: Record<string, unknown> = {};
    cycle.self = cycle;
    expect(bad({ profiles: cycle })).toMatchObject({ code: 'not-serialisable' });
    for (const value of [5n, Number.NaN, new Date(0), new Map(), () => 1, [undefined], Symbol('x')]) {
      expect(bad({ profiles: { a: value } })).toMatchObject({
        code: 'not-serialisable',
        field: expect.stringMatching(/^profiles\.a/),
      });
    }
  });

  test('a frame above the limit', () => {
    expect(bad({ text: 'ü'.repeat(600_000) })).toMatchObject({ code: 'too-large' });
    expect(encodeFrame(UpdateObject, { text: 'x'.repeat(600_000) }).length).toBeGreaterThan(600_000);
  });

  test('the message of an error does not quote the value', () => {
    expect(bad({ pwd: { canary: 1 } }).message).not.toContain('canary');
  });
});

test('fields a peer added are still there after decoding', () => {
  const sent = JSON.parse(encodeResult(GetObject, { guid: 'g', cn: 'A' })) as object;
  const decoded = decodeFrame(JSON.stringify({ ...sent, later: { x: 1 }, _sourcename: 's' }));
  expect(matchResult(decoded, GetObject)).toMatchObject({ guid: 'g', later: { x: 1 }, _sourcename: 's' });
});
