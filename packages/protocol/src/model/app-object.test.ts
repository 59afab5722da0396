import { describe, expect, test } from 'vitest';
import { fixtureFrames } from '../../fixtures/index';
import { decodeFrame } from '../codec/decode';
import { encodeFrame } from '../codec/encode';
import { matchResult } from '../codec/match';
import { GetObject, UpdateObject } from '../messages/pbx-admin-objects';
import { APP_FLAGS, flagGranting, grantedApis, readAppFlags } from './app-flags';
import { type AppObject, appObjectUpdateFields, isObjectFound, readAppObject } from './app-object';

function read(fields: object): AppObject | undefined {
  const result = matchResult(
    decodeFrame(JSON.stringify({ mt: 'GetObjectResult', api: 'PbxAdminApi', ...fields })),
    GetObject,
  );
  if (!result) throw new Error('not a GetObjectResult');
  return readAppObject(result);
}

const APP = {
  url: 'https://ap/dom/inst/vendor-app',
  websocket: true,
  admin: 'true',
  hidden: 0,
  rcc: 1,
  'future-flag': { a: 1 },
};
const OBJECT = {
  guid: '8e7c',
  cn: 'My App',
  h323: 'myapp',
  apps: 'users, calendar,users',
  pseudo: { type: 'app', lifetime: 5, app: APP },
};

describe('reading', () => {
  test('the documented example', () => {
    const text =
      fixtureFrames.find(
        (frame) => frame.version === '13r3' && frame.text.includes('"loc":"master","node":"root","hide"'),
      )?.text ?? '';
    const object = read(JSON.parse(text) as object);
    expect(object).toMatchObject({
      name: 'myapp',
      cn: 'My App',
      loc: 'master',
      node: 'root',
      hide: true,
      critical: true,
      url: 'https://ap/dom/inst/vendor-app',
      apps: [],
    });
    expect(object && grantedApis(object.flags)).toEqual(['PbxAdminApi']);
  });

  test('flags in any notation, lists in order without duplicates, defaults for what is missing', () => {
    const object = read(OBJECT);
    expect(object).toMatchObject({
      guid: '8e7c',
      dn: 'My App',
      hide: false,
      critical: false,
      apps: ['users', 'calendar'],
    });
    expect(APP_FLAGS.filter((flag) => object?.flags[flag])).toEqual(['websocket', 'admin', 'rcc']);
  });

  test('XML as delivered by 13r2', () => {
    const object = read({
      ...OBJECT,
      pseudo: '<pseudo type="app"><app url="https://a/b?x=1&amp;y=2" websocket="true" admin="false"/></pseudo>',
    });
    expect(object?.url).toBe('https://a/b?x=1&y=2');
    expect(object?.flags).toMatchObject({ websocket: true, admin: false });
  });

  test('no object, no App object', () => {
    expect(read({})).toBeUndefined();
    expect(read({ guid: '' })).toBeUndefined();
    expect(read({ guid: '1', cn: 'Ann' })).toBeUndefined();
    expect(read({ guid: '1', pseudo: { type: 'config' } })).toBeUndefined();
    expect(read({ guid: '1', pseudo: '<pseudo' })).toBeUndefined();
    expect(read({ guid: '1', pseudo: { type: 'app' } })).toMatchObject({ url: '', name: '', cn: '' });
    expect(isObjectFound({ guid: '1' })).toBe(true);
    expect(isObjectFound({})).toBe(false);
  });
});

describe('writing', () => {
  const current = read(OBJECT) as AppObject;
  const fieldsOf = (changes: Parameters<typeof appObjectUpdateFields>[0], object?: AppObject): unknown => {
    const fields = appObjectUpdateFields(changes, object);
    expect(() => encodeFrame(UpdateObject, fields)).not.toThrow();
    return fields;
  };

  test('only what changes is sent, and pseudo only when it must be', () => {
    expect(fieldsOf({}, current)).toEqual({});
    expect(fieldsOf({ name: 'new', hide: false, pwd: 'p' }, current)).toEqual({ h323: 'new', hide: false, pwd: 'p' });
    expect(fieldsOf({ apps: ['a', 'b', 'a'] }, current)).toEqual({ apps: 'a,b' });
    expect(fieldsOf({ apps: [], cn: undefined }, current)).toEqual({ apps: '' });
  });

  test('pseudo is sent whole, with what we do not know', () => {
    expect(fieldsOf({ flags: { admin: false, pbx: true } }, current)).toEqual({
      pseudo: { type: 'app', lifetime: 5, app: { ...APP, admin: false, pbx: true } },
    });
    expect(fieldsOf({ url: 'https://new' }, current)).toEqual({
      pseudo: { type: 'app', lifetime: 5, app: { ...APP, admin: true, url: 'https://new' } },
    });
    expect(current.pseudo.app).toEqual(APP);
  });

  test('XML is written back as JSON with booleans', () => {
    const xml = read({ ...OBJECT, pseudo: '<pseudo type="app"><app url="u" websocket="true" other="x"/></pseudo>' });
    expect(fieldsOf({ flags: { rcc: true } }, xml)).toEqual({
      pseudo: { type: 'app', app: { url: 'u', websocket: true, other: 'x', rcc: true } },
    });
  });

  test('a new object needs no current one', () => {
    expect(fieldsOf({ cn: 'A', name: 'a', url: 'https://x', flags: { websocket: true } })).toEqual({
      cn: 'A',
      h323: 'a',
      pseudo: { type: 'app', app: { url: 'https://x', websocket: true } },
    });
  });
});

test('flags and APIs belong together one to one', () => {
  const all = Object.fromEntries(APP_FLAGS.map((flag) => [flag, true]));
  expect(grantedApis(all)).toEqual([
    'PbxApi',
    'PbxSignal',
    'EpSignal',
    'PbxMessages',
    'PbxTableUsers',
    'PbxAdminApi',
    'Services',
    'RCC',
    'PbxImpersonation',
  ]);
  expect(grantedApis({ web: true, websocket: true, hidden: true })).toEqual([]);
  for (const flag of APP_FLAGS) for (const api of grantedApis({ [flag]: true })) expect(flagGranting(api)).toBe(flag);
  expect(flagGranting('PbxMessages')).toBe('messages');
  expect(Object.values(readAppFlags({})).some(Boolean)).toBe(false);
});
