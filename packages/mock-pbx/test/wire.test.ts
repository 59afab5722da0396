import { readFileSync } from 'node:fs';
import { catalogue, decodeFrame, encodeEvent, encodeResult } from '@switchroom/protocol';
import { describe, expect, it } from 'vitest';
import { type JournalEntry, MockPbx, serveFleet } from '../src/index';
import { linked, PASSWORD, userNames } from './linked';
import { AppService, type Frame, Peer } from './peer';

/** Every frame the PBX sent must be one that the protocol package itself would send: known message, known fields, normal form. */
function expectConforming(entries: readonly JournalEntry[]): Set<string> {
  const seen = new Set<string>();
  for (const entry of entries.filter((each) => each.direction === 'out')) {
    const decoded = decodeFrame(entry.text);
    if (decoded.kind !== 'ok')
      throw new Error(`not in the catalogue: ${entry.text.slice(0, 300)} ${JSON.stringify(decoded)}`);
    seen.add(`${entry.api ?? ''} ${entry.mt ?? ''}`.trim());
    const { mt: _mt, api: _api, src, ...fields } = JSON.parse(entry.text) as Frame;
    if (decoded.role === 'event') encodeEvent(decoded.descriptor, fields, { src });
    if (decoded.role === 'result') encodeResult(decoded.descriptor, fields, { src });
  }
  return seen;
}

describe('conformity', () => {
  it('every answer and indication is in the catalogue, with no field it does not know', async () => {
    await using world = await linked({ users: 60 });
    const { peer, pbx } = world;
    const [cn, other] = userNames(pbx);
    const guid = pbx.state.object('users')?.guid;
    const sip = pbx.state.ofType('')[0]?.['h323'];
    const admin: [string, Frame][] = [
      ['UpdateObject', { cn: 'New', h323: 'new', config: 'Config User' }],
      ['UpdateObject', { cn: 'New' }],
      ['GetObject', { guid, template: 'with' }],
      ['GetObject', { cn, template: 'with' }],
      ['GetObject', { cn: 'nobody' }],
      ['GetObject', { cn: 'Config Admin', template: 'with' }],
      ['DeleteObject', { guid: pbx.admin.createUser({ cn: 'Short Lived' }) }],
      ['GetNormalizedNumber', { cn }],
      ['GetPhoneConfig', { cn }],
      ['GetRegs', { cn }],
      ['SearchUsers', { cn: '' }],
      ['GetAppObjects', {}],
      ['GetApps', { limit: 3 }],
      ['GetConfigObjects', { limit: 2 }],
      ['GetConfigs', {}],
      ['GetPseudoObjects', { pseudo: 'app' }],
      ['GetGroup', { grp: 'Sales' }],
      ['GetGroups', {}],
      ['GetNodes', {}],
      ['GetFilters', {}],
      ['GetBooleans', {}],
      ['GetPush', {}],
      ['GetMessages', {}],
      ['GetPbxConfig', {}],
      ['GetPbxLicenses', {}],
      ['GetAppLics', {}],
      ['CheckAppLic', { cn, lic: 'App(x)' }],
      ['GetAppLogin', { app: 'attendant', challenge: '1' }],
      ['GetRPs', {}],
      ['GetLocation', { loc: 'master' }],
      ['GetStun', {}],
      ['MonitorConfig', {}],
      ['MonitorAdminObject', {}],
      ['MonitorUnallowed', {}],
    ];
    for (const [mt, fields] of admin) await peer.admin(mt, fields);
    const columns = Object.fromEntries(
      `guid h323 pwd cn dn apps-my config node loc e164 pseudo apps hide h323-email fax cfpr t-cfpr emails allows t-allows
       grps devices cds forks wakeups`
        .split(/\s+/)
        .map((name) => [name, {}]),
    );
    await peer.request('PbxTableUsers', 'ReplicateStart', { columns, pseudo: ['', 'app', 'config'] });
    for (let row = 0; row < 80; row += 1) await peer.request('PbxTableUsers', 'ReplicateNext');
    pbx.admin.createUser({ cn: 'Added', h323: 'added' });
    pbx.admin.editUser('Added', { e164: '888' });
    pbx.admin.deleteObject('Added');
    const pbxApi: [string, Frame][] = [
      ['SubscribePresence', { sip }],
      ['SetPresence', { sip, contact: 'tel:', activity: 'busy', note: 'x' }],
      ['UnsubscribePresence', {}],
      ['SubscribeProfile', {}],
      ['AddProfileContact', { id: 1, contact: { dn: 'A', sip: 'a', num: '1' } }],
      ['DelProfileContact', { id: 1, contact: { id: 1 } }],
      ['AddProfile', { name: 'More' }],
      ['GetNodeInfo', {}],
      ['AddAlienCall', {}],
      ['AddDiversion', { sip, type: 'cfu', 'ep-num': '1' }],
      ['GetDiversion', { sip, type: 'cfu' }],
    ];
    for (const [mt, fields] of pbxApi) await peer.request('PbxApi', mt, fields);
    pbx.admin.createObject({
      cn: 'Svc',
      h323: 'svc',
      pwd: 'x',
      pseudo: { type: 'app', app: { url: 'https://h/svc' } },
    });
    pbx.admin.assignApp('attendant', 'svc');
    await peer.request('Services', 'SubscribeServices');
    await peer.request('Services', 'GetServiceLogin', { app: 'svc', challenge: '1' });
    for (const name of [cn, other]) pbx.admin.assignApp(name ?? '', 'attendant');
    await peer.request('RCC', 'Initialize', { calls: true });
    await peer.request('RCC', 'Devices', { cn });
    const user = (await peer.request('RCC', 'UserInitialize', { cn }))['user'];
    const call = (await peer.request('RCC', 'UserCall', { user, e164: '900' }))['call'];
    await peer.waitFor((frame) => frame['msg'] === 'r-conn');
    await peer.request('RCC', 'UserHold', { call });
    expect(await peer.admin('GetObject', { cn })).toMatchObject({ presence: [{ a: 'on-the-phone' }] });
    await peer.request('RCC', 'UserPark', { call, position: 1 });
    await peer.request('RCC', 'UserPickup', { user, call });
    await peer.request('RCC', 'UserClear', { call });
    await peer.request(undefined, 'CheckBuild', { url: 'https://h/x/p.htm' });
    peer.send({ mt: 'KeepAlive' });
    await peer.waitFor((frame) => frame.mt === 'KeepAlive');

    await using service = await AppService.start({ password: PASSWORD });
    pbx.dial({ appObject: 'attendant', url: service.appUrl });
    await (await service.loggedIn()).waitFor((frame) => frame.mt === 'AppInfo');

    const seen = expectConforming(pbx.journal.entries);
    expect(seen.size).toBeGreaterThan(60);
    const announced = catalogue.filter((each) => each.kind === 'request' && each.api === 'PbxAdminApi');
    const missing = announced.map((each) => `PbxAdminApi ${each.mt}Result`).filter((name) => !seen.has(name));
    expect(missing).toEqual([]);
  });
});

describe('journal', () => {
  it('keeps the newest frames up to its limit, waits for frames, and can be off', async () => {
    await using world = await linked({ journal: 10 });
    const { peer, pbx } = world;
    const coming = pbx.journal.waitFor((entry) => entry.mt === 'GetStun', { onlyNew: true });
    for (let round = 0; round < 20; round += 1) await peer.admin('GetPbxConfig');
    expect(pbx.journal.entries.length).toBeLessThanOrEqual(13);
    expect(pbx.journal.count({ mt: 'GetPbxConfig', direction: 'in' })).toBeGreaterThan(3);
    await peer.admin('GetStun');
    expect(await coming).toMatchObject({ direction: 'in', api: 'PbxAdminApi', src: expect.any(String) });
    await expect(pbx.journal.waitFor((entry) => entry.mt === 'Never', { timeoutMs: 20 })).rejects.toThrow(
      'GetStunResult',
    );
    pbx.journal.clear();
    expect(pbx.journal.entries).toEqual([]);

    await using quiet = await linked({ journal: false });
    const seen = quiet.pbx.journal.waitFor((entry) => entry.mt === 'GetPbxConfig');
    await quiet.peer.admin('GetPbxConfig');
    expect(await seen).toMatchObject({ connection: 1 });
    expect(quiet.pbx.journal.entries).toEqual([]);
  });
});

describe('servers', () => {
  // A certificate for localhost made for these tests, valid until 2126; the key protects nothing.
  const pem = (name: string): string =>
    readFileSync(new URL(`./fixtures/localhost-${name}.pem`, import.meta.url), 'utf8');
  const key = pem('key');
  const cert = pem('cert');

  it('several PBXes share a port by module name and keep to themselves', async () => {
    const fleet = ['north', 'south', 'west'].map(
      (name) => new MockPbx({ name, domain: 'example.com', apps: [{ name: 'attendant', password: name }] }),
    );
    const server = await serveFleet(fleet, { port: 0 });
    for (const [index, pbx] of fleet.entries()) {
      const url = server.urls[index] ?? '';
      expect(url).toContain(`/PBX${index}/APPS/websocket`);
      await using peer = await Peer.connect(url);
      expect((await peer.login({ app: 'attendant' }, 'somebody else'))['ok']).toBe(false);
      expect((await peer.login({ app: 'attendant' }, pbx.name))['ok']).toBe(true);
      expect(await peer.admin('GetLocation', { loc: pbx.name })).toMatchObject({
        module: `PBX${index}`,
        http: server.port,
      });
    }
    fleet[0]?.powerLoss();
    await expect(Peer.connect(server.urls[0] ?? '')).rejects.toThrow();
    await using alive = await Peer.connect(server.urls[1] ?? '');
    expect((await alive.login({ app: 'attendant' }, 'south'))['ok']).toBe(true);
    alive.close();
    await server.close();
    for (const pbx of fleet) await pbx.close();
  });

  it('serves wss and checks the certificate when it dials wss', async () => {
    const pbx = new MockPbx({ name: 'm', domain: 'd', apps: [{ name: 'attendant', password: PASSWORD }] });
    const { url } = await pbx.serve({ port: 0, tls: { key, cert } });
    expect(url).toMatch(/^wss:/);
    await using peer = await Peer.connect(url, { ca: cert });
    expect((await peer.login({ app: 'attendant' }, PASSWORD))['ok']).toBe(true);

    // The PBX itself is no app service, but the TLS handshake and the upgrade tell whether the certificate was checked.
    const appUrl = `${url.replace('wss', 'https')}/attendant`;
    const told: string[] = [];
    const distrust = new Promise<void>((resolve) => {
      pbx.onState((event) => {
        told.push(event.detail);
        if (event.detail.includes('certificate')) resolve();
      });
    });
    const dialer = pbx.dial({ appObject: 'attendant', url: appUrl, reconnect: { minMs: 5 } });
    await distrust;
    dialer.close();
    const trusting = pbx.dial({ appObject: 'attendant', url: appUrl, app: 'attendant', ca: cert });
    await trusting.ready();
    peer.close();
    await pbx.close();
  });
});
