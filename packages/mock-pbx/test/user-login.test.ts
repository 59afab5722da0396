import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { PASSWORD } from './linked';
import { withOperators } from './operators';
import { digestOf, type Frame } from './peer';

const CHALLENGE = '16d7dbbcccb63612';

describe('a user login that the PBX makes for an app', () => {
  it('has the fields of the capture in their order, and a digest with the password of the App object', async () => {
    await using world = await withOperators();
    const { pbx } = world;
    const { login, sessionKey } = pbx.userLogin({ user: 'ann.lee', appObject: 'attendant', challenge: CHALLENGE });
    expect(Object.keys(login)).toEqual(['mt', 'app', 'domain', 'sip', 'guid', 'dn', 'info', 'digest', 'pbxObj']);
    expect(login).toMatchObject({
      mt: 'AppLogin',
      app: 'attendant',
      domain: 'example.com',
      sip: 'ann.lee',
      guid: pbx.state.object('Ann Lee')?.guid,
      dn: 'Ann Lee',
      pbxObj: 'attendant',
      info: {
        appobj: 'attendant',
        appdn: 'Attendant',
        pbx: 'master',
        cn: 'Ann Lee',
        unlicensed: true,
        groups: ['Desk'],
        apps: [{ name: 'attendant', dn: 'Attendant' }],
      },
    });
    expect(Object.keys(login['info'] as object)).toEqual([
      'appobj',
      'appdn',
      'appurl',
      'pbx',
      'cn',
      'unlicensed',
      'groups',
      'apps',
    ]);
    expect(login['digest']).toBe(digestOf(login as Frame, CHALLENGE, PASSWORD));
    const key = createHash('sha256').update(`innovaphoneAppSessionKey:${CHALLENGE}:${PASSWORD}`).digest('hex');
    expect(sessionKey).toBe(key);
  });

  it('is accepted by whoever checks it as the PBX itself does, and follows the password', async () => {
    await using world = await withOperators();
    const { pbx } = world;
    const make = () => pbx.userLogin({ user: 'bob.ray', appObject: 'attendant', challenge: CHALLENGE }).login;
    const before = make();
    pbx.admin.setPassword('attendant', 'another');
    expect(make()['digest']).not.toBe(before['digest']);
    expect(make()['digest']).toBe(digestOf(before as Frame, CHALLENGE, 'another'));
  });

  it('names the URL it is made for, and no missing licence where the user holds one', async () => {
    await using world = await withOperators();
    const { pbx } = world;
    pbx.admin.installLicence({ name: 'App(switchroom-attendant)', count: 5 });
    pbx.admin.grantLicence('Ann Lee', 'switchroom-attendant');
    const url = 'http://127.0.0.1:3001/app/example.com/main/switchroom-attendant';
    const { login } = pbx.userLogin({ user: 'ann.lee', appObject: 'attendant', challenge: CHALLENGE, url });
    expect(login).toMatchObject({ app: 'switchroom-attendant', info: { appurl: url } });
    expect(login['info']).not.toHaveProperty('unlicensed');
    pbx.admin.setTestMode(true);
    const test = pbx.userLogin({ user: 'bob.ray', appObject: 'attendant', challenge: CHALLENGE, url }).login;
    expect(test['info']).toMatchObject({ testmode: true });
  });

  it('is refused for users and Apps that do not belong together, and each is in the journal', async () => {
    await using world = await withOperators();
    const { pbx } = world;
    const make = (user: string, appObject: string) => () => pbx.userLogin({ user, appObject, challenge: CHALLENGE });
    pbx.admin.createUser({ cn: 'No App' });
    expect(make('no.app', 'attendant')).toThrow('does not have the App');
    expect(make('nobody', 'attendant')).toThrow('user "nobody" not found');
    expect(make('attendant', 'attendant')).toThrow('not found');
    expect(make('ann.lee', 'other')).toThrow('App object "other" not found');
    expect(make('ann.lee', 'attendant')).not.toThrow();
    expect(pbx.journal.logins().map(({ user, error }) => [user, error !== undefined])).toEqual([
      ['no.app', true],
      ['nobody', true],
      ['attendant', true],
      ['ann.lee', true],
      ['ann.lee', false],
    ]);
  });

  it('can be spoilt', async () => {
    await using world = await withOperators();
    const { pbx } = world;
    const make = () => pbx.userLogin({ user: 'ann.lee', appObject: 'attendant', challenge: CHALLENGE }).login;
    pbx.faults.wrongPassword({ times: 1 });
    const wrong = make();
    expect(wrong['digest']).not.toBe(digestOf(wrong as Frame, CHALLENGE, PASSWORD));
    pbx.faults.infoMode('missing', { times: 1 });
    const bare = make();
    expect(bare['info']).toBeUndefined();
    expect(bare['digest']).toBe(digestOf(bare as Frame, CHALLENGE, PASSWORD));
    pbx.faults.infoMode('empty', { times: 1 });
    expect(make()['info']).toEqual({});
  });
});
