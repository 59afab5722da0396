import { describe, expect, it } from 'vitest';
import { MockPbx } from '../src/index';
import { redialPause } from '../src/session/redial-pause';
import { AppService, type Frame, Peer } from './peer';

const APP = { name: 'attendant', cn: 'Attendant', password: 'app secret' };
const ZEROS = '0'.repeat(32);

function makePbx(): MockPbx {
  return new MockPbx({ name: 'master', domain: 'example.com', users: 20, seed: 7, apps: [APP] });
}

function firstUser(pbx: MockPbx): string {
  const name = pbx.state.ofType('')[0]?.['h323'];
  if (typeof name !== 'string') throw new Error('the PBX has no user');
  return name;
}

describe('login at the PBX', () => {
  const cases: [string, Frame][] = [
    ['app only', { app: 'attendant' }],
    ['empty info', { app: 'attendant', info: {} }],
    ['info with a slash, umlaut and ampersand', { app: 'attendant', info: { cn: 'Grüße & "mehr"/<b>' } }],
    ['domain filled', { app: 'attendant', domain: 'example.com' }],
    [
      'all fields as a browser library fills them',
      { app: 'attendant', domain: 'example.com', sip: 'attendant', guid: ZEROS, dn: 'Admin' },
    ],
    ['pbxObj equal to app', { app: 'attendant', pbxObj: 'attendant' }],
    ['private extras that a server must ignore', { app: 'attendant', key: 'k', lang: 'de', src: 'x,y-z' }],
  ];
  it.each(cases)('accepts the App object: %s', async (_name, fields) => {
    await using pbx = makePbx();
    const { url } = await pbx.serve({ port: 0 });
    await using peer = await Peer.connect(url);
    expect(await peer.login(fields, APP.password)).toMatchObject({ ok: true, domain: 'example.com' });
    expect(await peer.admin('GetPbxConfig')).toMatchObject({ loc: 'master', api: 'PbxAdminApi' });
    expect(pbx.connections()).toMatchObject([{ direction: 'served', app: 'attendant', kind: 'app' }]);
    expect(peer.received.some((frame) => frame.mt === 'PbxInfo')).toBe(false);
  });

  it('accepts a user with the own password and refuses the administration API', async () => {
    await using pbx = makePbx();
    const user = firstUser(pbx);
    const { url } = await pbx.serve({ port: 0 });
    await using peer = await Peer.connect(url);
    expect(await peer.login({ sip: user }, 'pwd')).toMatchObject({ ok: true });
    expect(await peer.admin('GetPbxConfig')).toMatchObject({ error: expect.stringContaining('user login') });
    expect(await peer.request('PbxApi', 'GetNodeInfo')).toMatchObject({ country_code: '49' });
  });

  it('accepts a user through an App object (pbxObj) with the rights of a user', async () => {
    await using pbx = makePbx();
    const user = firstUser(pbx);
    const { url } = await pbx.serve({ port: 0 });
    await using peer = await Peer.connect(url);
    const fields = {
      app: 'switchroom-attendant',
      domain: 'example.com',
      sip: user,
      pbxObj: 'attendant',
      info: { cn: 'x' },
    };
    expect(await peer.login(fields, APP.password)).toMatchObject({ ok: true });
    expect(await peer.request('PbxTableUsers', 'ReplicateNext')).toMatchObject({ error: expect.any(String) });
    expect(pbx.connections()).toMatchObject([{ kind: 'user', app: 'attendant' }]);
  });

  it('refuses a wrong password, an unknown app, and a digest made for another challenge', async () => {
    await using pbx = makePbx();
    const { url } = await pbx.serve({ port: 0 });
    await using peer = await Peer.connect(url);
    expect((await peer.login({ app: 'attendant' }, 'wrong'))['ok']).toBe(false);
    expect((await peer.login({ app: 'nobody' }, APP.password))['ok']).toBe(false);
    peer.send({ mt: 'AppLogin', app: 'attendant', digest: 'a'.repeat(64) });
    expect(await peer.closed).toBe(1008);
    expect(pbx.journal.writes()).toEqual([]);
  });

  it('can be tried again after a wrong password', async () => {
    await using pbx = makePbx();
    const { url } = await pbx.serve({ port: 0 });
    await using peer = await Peer.connect(url);
    expect((await peer.login({ app: 'attendant' }, 'wrong'))['ok']).toBe(false);
    expect((await peer.login({ app: 'attendant' }, APP.password))['ok']).toBe(true);
  });

  it('closes when an API is used before the login, and echoes KeepAlive before it', async () => {
    await using pbx = makePbx();
    const { url } = await pbx.serve({ port: 0 });
    await using peer = await Peer.connect(url);
    peer.send({ mt: 'KeepAlive' });
    await peer.waitFor((frame) => frame.mt === 'KeepAlive');
    peer.send({ mt: 'GetPbxConfig', api: 'PbxAdminApi', src: '1' });
    expect(await peer.closed).toBe(1008);
  });

  it('answers 404 at any other path', async () => {
    await using pbx = makePbx();
    const { port } = await pbx.serve({ port: 0 });
    await expect(Peer.connect(`ws://127.0.0.1:${port}/PBX0/APPCLIENT/websocket`)).rejects.toThrow();
  });
});

describe('login by the PBX', () => {
  it('logs in as the App object, tells PbxInfo, asks AppInfo and answers requests', async () => {
    await using pbx = makePbx();
    await using service = await AppService.start({ password: APP.password });
    const dialer = pbx.dial({ appObject: 'attendant', url: service.appUrl });
    const peer = await service.loggedIn();
    await dialer.ready();
    const [login] = service.logins;
    expect(Object.keys(login ?? {})).toEqual(['mt', 'sip', 'guid', 'dn', 'digest', 'domain', 'app', 'info']);
    expect(login).toMatchObject({ sip: 'attendant', app: 'switchroom-attendant', domain: 'example.com' });
    expect(login?.['info']).toEqual({
      appobj: 'attendant',
      appdn: 'Attendant',
      appurl: service.appUrl,
      pbx: 'master',
      cn: 'Attendant',
      unlicensed: true,
      apps: [],
    });
    expect(Object.keys(login?.['info'] ?? {})).toEqual([
      'appobj',
      'appdn',
      'appurl',
      'pbx',
      'cn',
      'unlicensed',
      'apps',
    ]);
    const info = await peer.waitFor((frame) => frame.mt === 'PbxInfo');
    expect(info).toMatchObject({ domain: 'example.com', pbx: 'master', version: '14r1', build: '1410520' });
    expect(info['apis']).toContain('PbxAdminApi');
    expect(await peer.waitFor((frame) => frame.mt === 'AppInfo')).toMatchObject({ app: 'switchroom-attendant' });
    expect(await peer.admin('GetPbxConfig')).toMatchObject({ loc: 'master' });
    expect(
      (await peer.admin('GetAppObjects', { uri: 'https://apps.example.com/example.com/attendant' }))['objects'],
    ).toMatchObject([{ sip: 'attendant', connected: true }]);
  });

  it.each([['0123456789'], [123456789012345]])('takes a challenge of any type: %s', async (challenge) => {
    await using pbx = makePbx();
    await using service = await AppService.start({ password: APP.password, challenge });
    pbx.dial({ appObject: 'attendant', url: service.appUrl });
    await service.loggedIn();
  });

  it('dials the URL of the App object and redials when it changes', async () => {
    await using pbx = makePbx();
    await using first = await AppService.start({ password: APP.password });
    await using second = await AppService.start({ password: 'other secret' });
    const app = (url: string) => ({ pseudo: { type: 'app', app: { url, websocket: true, admin: true } } });
    pbx.admin.updateObject('attendant', app(first.appUrl));
    pbx.dial({ appObject: 'attendant' });
    const peer = await first.loggedIn();
    expect((await peer.waitFor((frame) => frame.mt === 'PbxInfo'))['apis']).toEqual(['PbxAdminApi']);
    pbx.admin.updateObject('attendant', { ...app(second.appUrl), pwd: 'other secret' });
    await second.loggedIn();
    await peer.closed;
  });

  it('logs in as a user with pbxObj, or without it as an attacker would', async () => {
    await using pbx = makePbx();
    await using service = await AppService.start({ password: APP.password });
    const user = firstUser(pbx);
    pbx.dial({ appObject: 'attendant', url: service.appUrl, user });
    const peer = await service.loggedIn();
    const [login] = service.logins;
    expect(Object.keys(login ?? {})).toEqual(['mt', 'app', 'domain', 'sip', 'guid', 'dn', 'info', 'digest', 'pbxObj']);
    expect(login).toMatchObject({
      sip: user,
      pbxObj: 'attendant',
      info: { appobj: 'attendant', groups: expect.any(Array) },
    });
    await peer.waitFor((frame) => frame.mt === 'AppInfo');
    expect(peer.received.some((frame) => frame.mt === 'PbxInfo')).toBe(false);

    pbx.dial({ appObject: 'attendant', url: service.appUrl, user, omitPbxObj: true });
    await service.loggedIn(1);
    expect(service.logins[1]).not.toHaveProperty('pbxObj');
    expect(service.logins[1]).toMatchObject({ sip: user });
  });

  it('keeps dialling with growing pauses when it is refused, and stops on close', async () => {
    await using pbx = makePbx();
    await using service = await AppService.start({ password: 'not the one' });
    const dialer = pbx.dial({ appObject: 'attendant', url: service.appUrl, reconnect: { minMs: 10, maxMs: 1000 } });
    const told: string[] = [];
    await new Promise<void>((resolve) => {
      pbx.onState((event) => {
        told.push(event.state);
        if (told.filter((state) => state === 'refused').length === 5) resolve();
      });
    });
    dialer.close();
    const pauses = service.attempts.slice(1).map((at, index) => at - (service.attempts[index] ?? 0));
    // Half of the doubled pause is the least a dialer may wait; a busy machine only makes it longer.
    expect(pauses).toHaveLength(4);
    pauses.forEach((pause, attempt) => expect(pause).toBeGreaterThan(5 * 2 ** attempt - 2));
    expect(told).toContain('redialling');
    expect(dialer.state).toBe('stopped');
  });

  it('the pause doubles up to its cap and is shortened by up to half', () => {
    const pauses = (random: number) => [0, 1, 2, 6, 7, 1000].map((attempt) => redialPause(attempt, {}, () => random));
    expect(pauses(1)).toEqual([500, 1000, 2000, 32_000, 32_000, 32_000]);
    expect(pauses(0)).toEqual([250, 500, 1000, 16_000, 16_000, 16_000]);
    expect(redialPause(3, { minMs: 10, maxMs: 50 }, () => 1)).toBe(50);
  });

  it('survives a URL that cannot be dialled, and dials when it is put right', async () => {
    await using pbx = makePbx();
    await using service = await AppService.start({ password: APP.password });
    const setUrl = (url: string) =>
      pbx.admin.updateObject('attendant', { pseudo: { type: 'app', app: { url, websocket: true } } });
    const dialer = pbx.dial({ appObject: 'attendant' });
    const told = new Promise<string>((resolve) => {
      pbx.onState((event) => {
        if (event.detail.includes('last path component')) resolve(event.state);
      });
    });
    setUrl('http://127.0.0.1/');
    expect(await told).toBe('redialling');
    setUrl(service.appUrl);
    await dialer.ready();
  });

  it('says what is wrong with an address', () => {
    const pbx = makePbx();
    expect(() => pbx.dial({ appObject: 'nobody' })).toThrow('no URL');
    expect(() => pbx.dial({ appObject: 'attendant', url: 'ftp://x/y' })).toThrow('http, https, ws and wss');
    expect(() => pbx.dial({ appObject: 'attendant', url: 'http://x/y/' })).toThrow('last path component');
  });
});
