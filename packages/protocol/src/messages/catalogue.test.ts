import { describe, expect, expectTypeOf, test } from 'vitest';
import { fixtureFrames, framesOfVersion } from '../../fixtures/index';
import { type DecodedMessage, decodeFrame } from '../codec/decode';
import * as appWebsocket from './app-websocket';
import { catalogue } from './catalogue';
import type { FieldsOf, RequestDescriptor, ResultOf } from './define';
import { API_IDS } from './define';
import { pbxLookup } from './lookup';
import * as adminLists from './pbx-admin-lists';
import * as adminObjects from './pbx-admin-objects';
import * as adminSystem from './pbx-admin-system';
import * as pbxApi from './pbx-api';
import * as tableUsers from './pbx-table-users';
import * as rcc from './rcc';
import * as services from './services';

const families = { appWebsocket, adminLists, adminObjects, adminSystem, pbxApi, tableUsers, rcc, services };

function decodeOk(text: string): DecodedMessage {
  const decoded = decodeFrame(text);
  if (decoded.kind !== 'ok') throw new Error(`${text} is ${JSON.stringify(decoded)}`);
  return decoded;
}

describe('catalogue', () => {
  test('every family exports descriptors only, and the catalogue holds each of them once', () => {
    const exported = Object.values(families).flatMap((family) => Object.values(family));
    for (const descriptor of exported) expect(['request', 'event']).toContain(descriptor.kind);
    expect(new Set(catalogue).size).toBe(catalogue.length);
    expect(new Set<unknown>(exported)).toEqual(new Set<unknown>(catalogue));
  });

  test('a name has several meanings only where all but one of them recognise their fields', () => {
    for (const descriptor of catalogue) {
      const names = descriptor.kind === 'event' ? [descriptor.mt] : [descriptor.mt, descriptor.resultMt];
      for (const mt of names) {
        expect(
          pbxLookup.meaningsOf(descriptor.api, mt).filter((meaning) => !meaning.recognise).length,
        ).toBeLessThanOrEqual(1);
      }
    }
  });

  test('every API id is one of PbxInfo.apis', () => {
    for (const descriptor of catalogue) if (descriptor.api) expect(API_IDS).toContain(descriptor.api);
  });

  test('requests that only read are named so, and nothing that changes objects is', () => {
    const effects = new Map(
      catalogue.flatMap((d) => (d.kind === 'request' ? [[d.mt as string, d.effect] as const] : [])),
    );
    for (const mt of [
      'UpdateObject',
      'DeleteObject',
      'UserCall',
      'UserClear',
      'SetPresence',
      'AddProfile',
      'AppNotify',
    ]) {
      expect(effects.get(mt)).toBe('write');
    }
    for (const [mt, effect] of effects) if (/^Get|^Check/.test(mt)) expect(effect).toBe('read');
  });

  test('types are inferred from the descriptors', () => {
    expectTypeOf<FieldsOf<typeof adminObjects.DeleteObject>>().toEqualTypeOf<{ guid: string }>();
    expectTypeOf<ResultOf<typeof adminSystem.CheckAppLic>>().toEqualTypeOf<{ ok?: boolean | undefined }>();
    expectTypeOf(adminObjects.GetObject.mt).toEqualTypeOf<'GetObject'>();
  });
});

describe('fixtures', () => {
  const decoded = fixtureFrames.map((frame) => decodeOk(frame.text));
  const seen = (descriptor: unknown, role: string): boolean =>
    decoded.some((message) => message.descriptor === descriptor && message.role === role);

  test.each(fixtureFrames)('$version $origin $text', ({ text }) => {
    expect(decodeOk(text).kind).toBe('ok');
  });

  test.each(
    catalogue.map((descriptor) => ({
      name: `${descriptor.api ?? 'base'} ${descriptor.mt} ${descriptor.kind}`,
      descriptor,
    })),
  )('$name has a fixture', ({ descriptor }) => {
    expect(seen(descriptor, descriptor.kind)).toBe(true);
    if (descriptor.kind === 'request') expect(seen(descriptor, 'result')).toBe(true);
  });

  test('each version has frames, and together they are all', () => {
    const counts = (['13r1', '13r2', '13r3', '14r1'] as const).map((version) => framesOfVersion(version).length);
    expect(Math.min(...counts)).toBeGreaterThan(0);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(fixtureFrames.length);
  });
});

describe('names that are used twice', () => {
  const mtOf = (text: string): string => {
    const { descriptor, role } = decodeOk(text);
    return `${role} ${(descriptor as RequestDescriptor).resultMt ?? descriptor.mt}`;
  };

  test('UserInfo of RCC is an indication about a user, or a request with a call handle', () => {
    expect(decodeOk('{"mt":"UserInfo","api":"RCC","guid":"1","cn":"Ann","call":3}').descriptor).toBe(rcc.UserInfo);
    expect(decodeOk('{"mt":"UserInfo","api":"RCC","update":"del","h323":"ann"}').descriptor).toBe(rcc.UserInfo);
    expect(decodeOk('{"mt":"UserInfo","api":"RCC","call":3,"cdpn":"1"}').descriptor).toBe(rcc.UserInfoDial);
  });

  test('answers under the name of their request are recognised', () => {
    expect(mtOf('{"mt":"AppInfo","app":"a","info":{}}')).toBe('result AppInfoResult');
    expect(mtOf('{"mt":"AppInfo","app":"a"}')).toBe('request AppInfoResult');
    expect(mtOf('{"mt":"GetNodes","api":"PbxAdminApi","nodes":[]}')).toBe('result GetNodesResult');
    expect(mtOf('{"mt":"GetNodes","api":"PbxAdminApi"}')).toBe('request GetNodesResult');
    expect(decodeOk('{"mt":"MonitorConfig","api":"PbxAdminApi","pbx":"m"}').role).toBe('event');
    expect(decodeOk('{"mt":"MonitorConfig","api":"PbxAdminApi","stop":true}').role).toBe('request');
    expect(decodeOk('{"mt":"CallDelete","api":"RCC","call":1}').descriptor).toBe(rcc.CallDel);
  });

  test('a root template that carries its guid stays a template', () => {
    const { descriptor } = decodeOk(
      '{"mt":"GetConfigObjectsResult","api":"PbxAdminApi","objects":[{"cn":"All","guid":"1"}]}',
    );
    expect(descriptor).toBe(adminLists.GetConfigObjects);
  });

  test('the api belongs to the name', () => {
    expect(pbxLookup.findMatch(undefined, 'UpdateObject', {})).toBeUndefined();
    expect(pbxLookup.findMatch('RCC', 'UpdateObject', {})).toBeUndefined();
    expect(pbxLookup.findMatch('PbxAdminApi', 'UpdateObject', {})?.descriptor).toBe(adminObjects.UpdateObject);
  });
});
