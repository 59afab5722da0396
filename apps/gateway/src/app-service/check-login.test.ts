import { loginDigest } from '@switchroom/protocol';
import { describe, expect, it, test } from 'vitest';
import { judgeLogin } from './check-login';

const target = {
  pbxId: 'p',
  appObjectName: 'attendant',
  appName: 'switchroom-attendant',
  password: () => Promise.resolve('secret'),
};
const object = {
  app: 'switchroom-attendant',
  domain: 'example.com',
  sip: 'attendant',
  guid: '3954ae7854c96301c9dd009033400109',
  dn: 'Attendant',
  info: { appobj: 'attendant', pbx: 'master', cn: 'Attendant & Söhne' },
};
const judge = (login: object, password = 'secret') =>
  judgeLogin({ ...login, digest: loginDigest(login, 'c1', password) }, 'c1', 'secret', target);

describe('judgeLogin', () => {
  it('knows the App object and the PBX it is on', () => {
    expect(judge(object)).toEqual({ kind: 'pbx', pbx: 'master' });
    expect(judge({ ...object, info: {} })).toEqual({ kind: 'pbx', pbx: undefined });
    expect(judge({ ...object, info: undefined })).toEqual({ kind: 'pbx', pbx: undefined });
    expect(judge({ ...object, sip: 'Attendant', info: { appobj: 'Attendant' } })).toEqual({
      kind: 'pbx',
      pbx: undefined,
    });
  });

  it('refuses a wrong password, whoever it claims to be', () => {
    expect(judge(object, 'wrong')).toMatchObject({ kind: 'refused', reason: 'password-refused' });
    expect(judge({ ...object, pbxObj: 'attendant' }, 'wrong')).toMatchObject({ reason: 'password-refused' });
  });

  test.each(['app', 'domain', 'sip', 'guid', 'dn', 'info'] as const)(
    'refuses a login whose %s was changed',
    (field) => {
      const digest = loginDigest(object, 'c1', 'secret');
      const changed = { ...object, digest, [field]: field === 'info' ? { ...object.info, pbx: 'slave' } : 'changed' };
      expect(judgeLogin(changed, 'c1', 'secret', target)).toMatchObject({ reason: 'password-refused' });
    },
  );

  it('takes a user for a user, also one who stripped pbxObj', () => {
    const user = { ...object, sip: 'ann', dn: 'Ann', info: { appobj: 'attendant' } };
    const login = { user: 'ann', guid: object.guid, displayName: 'Ann', unlicensed: false };
    expect(judge({ ...user, pbxObj: 'attendant' })).toEqual({ kind: 'user', login });
    const unlicensed = { ...user, pbxObj: 'attendant', info: { ...user.info, unlicensed: true } };
    expect(judge(unlicensed)).toEqual({ kind: 'user', login: { ...login, unlicensed: true } });
    expect(judge(user)).toEqual({ kind: 'refused', reason: 'not-the-app-object', detail: 'ann' });
    expect(judge({ ...user, info: undefined })).toMatchObject({ reason: 'not-the-app-object' });
    expect(judge({ ...user, sip: undefined })).toMatchObject({ reason: 'not-the-app-object' });
  });

  it('takes nobody for a user whose Name is that of an App object, or who has none', () => {
    for (const sip of ['attendant', 'ATTENDANT', '', undefined]) {
      expect(judge({ ...object, sip, pbxObj: 'attendant' })).toMatchObject({ reason: 'not-the-app-object' });
    }
    const renamed = { ...object, sip: 'reception', info: { appobj: 'reception' }, pbxObj: 'reception' };
    expect(judge(renamed)).toMatchObject({ reason: 'not-the-app-object' });
  });

  it('names what was expected when another App object or app comes', () => {
    const other = judge({ ...object, sip: 'reception', info: { appobj: 'reception' } });
    expect(other).toMatchObject({ kind: 'refused', reason: 'unknown-app' });
    expect(other).toHaveProperty('detail', expect.stringContaining('expected "attendant"'));
    expect(judge({ ...object, app: 'other' })).toMatchObject({ kind: 'refused', reason: 'unknown-app' });
  });
});
