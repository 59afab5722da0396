import { describe, expect, it } from 'vitest';
import { linked, PASSWORD, userNames } from './linked';
import type { Frame, Peer } from './peer';

async function pages(peer: Peer, mt: string, limit?: number): Promise<Frame[][]> {
  const result: Frame[][] = [];
  let more: unknown;
  do {
    const answer = await peer.admin(mt, { more, limit });
    result.push(answer['objects'] as Frame[]);
    more = answer['more'];
  } while (more !== undefined);
  return result;
}

describe('lists and their limits', () => {
  it('SearchUsers gives 20 at most and enumerates every user once', async () => {
    await using world = await linked({ users: 65 });
    const { peer, pbx } = world;
    const seen: unknown[] = [];
    for (let cn: unknown = ''; cn !== undefined; ) {
      const user = (await peer.admin('SearchUsers', { cn, limit: 500 }))['user'] as Frame[];
      expect(user.length).toBeLessThanOrEqual(20);
      seen.push(...user.map((each) => each['cn']));
      cn = user.at(-1)?.['cn'];
    }
    expect(seen).toEqual(userNames(pbx).sort());
    const [first] = seen;
    const match = await peer.admin('SearchUsers', { cn: first, includeMatch: true, limit: 1 });
    expect(match['user']).toMatchObject([
      { cn: first, guid: expect.any(String), emails: [{ email: expect.any(String) }] },
    ]);
    const next = await peer.admin('SearchUsers', { cn: first, limit: 1 });
    expect(next['user']).toMatchObject([{ cn: seen[1] }]);
  });

  it('GetApps pages by 20 and GetConfigObjects by 50', async () => {
    const apps = Array.from({ length: 40 }, (_, n) => ({ name: `app-${n}`, password: 'x' }));
    const templates = Array.from({ length: 120 }, (_, n) => ({ cn: `T ${n}`, config: 'Config All' }));
    await using world = await linked({ apps: [{ name: 'attendant', password: PASSWORD }, ...apps], templates });
    const appPages = await pages(world.peer, 'GetApps');
    expect(appPages.map((page) => page.length)).toEqual([20, 20, 11]);
    expect(new Set(appPages.flat().map((each) => each['sip'])).size).toBe(51);
    expect((await pages(world.peer, 'GetApps', 100))[0]).toHaveLength(20);
    const configs = await pages(world.peer, 'GetConfigObjects');
    expect(configs.map((page) => page.length)).toEqual([50, 50, 24]);
    expect(configs.flat().find((each) => each['cn'] === 'Config Admin')).toEqual({
      cn: 'Config Admin',
      config: ['Config User', 'Config All'],
    });
  });

  it('GetGroup gives 64 members at most', async () => {
    await using world = await linked({ users: 400 });
    const { groups } = await world.peer.admin('GetGroups');
    expect(groups).toEqual(['Logistics', 'Management', 'Sales', 'Service', 'Support']);
    const { member } = await world.peer.admin('GetGroup', { grp: 'Sales' });
    expect(member).toHaveLength(64);
    expect((member as Frame[])[0]).toMatchObject({ active: true, cn: expect.any(String), e164: '100' });
  });

  it('GetAppObjects matches the head of the URL and tells who is connected', async () => {
    await using world = await linked();
    const { objects } = await world.peer.admin('GetAppObjects', {
      uri: 'https://apps.example.com/example.com/attendant',
    });
    expect(objects).toMatchObject([{ sip: 'attendant', title: 'Attendant', connected: true, app: 'attendant' }]);
    expect((await world.peer.admin('GetAppObjects', { uri: 'https://elsewhere' }))['objects']).toEqual([]);
    const all = (await world.peer.admin('GetAppObjects'))['objects'] as Frame[];
    expect(all.filter((each) => each['connected'] === true)).toHaveLength(1);
    expect(all.map((each) => each['app'])).toContain('innovaphone-remotecontrol');
  });

  it('answers the other lists of the administration API', async () => {
    await using world = await linked({
      nodes: [
        { name: 'root', node: 'root' },
        { name: 'vienna', node: 'vienna' },
      ],
    });
    const { peer, pbx } = world;
    expect((await peer.admin('GetNodes'))['nodes']).toEqual([
      { name: 'root', node: 'root', loc: 'master' },
      { name: 'vienna', node: 'vienna', loc: 'master' },
    ]);
    expect((await peer.admin('GetNodes', { last: 'root' }))['nodes']).toMatchObject([{ name: 'vienna' }]);
    expect((await peer.admin('GetNodes', { last: 'vienna' }))['nodes']).toEqual([]);
    pbx.admin.setBoolean('Night service', true);
    expect((await peer.admin('GetBooleans'))['booleans']).toMatchObject([
      { name: 'Company holiday', on: true, reason: 'manual' },
      { name: 'Night service', on: true, reason: 'manual' },
    ]);
    expect(await peer.admin('GetLocation', { loc: 'master' })).toMatchObject({
      module: 'PBX0',
      dns: 'master.example.com',
    });
    expect(await peer.admin('GetLocation', { loc: 'x' })).toHaveProperty('error');
    expect((await peer.admin('GetConfigs'))['configs']).toEqual([
      'Config Admin',
      'Config All',
      'Config Fax',
      'Config User',
    ]);
    expect((await peer.admin('GetPseudoObjects', { pseudo: 'trunk' }))['objects']).toMatchObject([{ cn: 'Trunk' }]);
    expect((await peer.admin('GetPush'))['push']).toEqual([{ name: 'Push' }]);
    expect((await peer.admin('GetMessages'))['messages']).toEqual([{ name: 'Messages' }]);
    expect((await peer.admin('GetFilters'))['filter']).toEqual([]);
    expect(await peer.admin('GetRPs')).toHaveProperty('rp');
    expect(await peer.admin('GetStun')).toMatchObject({ stunSlow: false });
    const [cn] = userNames(pbx);
    expect(await peer.admin('GetRegs', { cn })).toMatchObject({ cn, regs: [{ hw: expect.any(String) }] });
    expect(await peer.admin('GetNormalizedNumber', { cn })).toMatchObject({
      number: pbx.state.object(String(cn))?.['e164'],
    });
    expect(await peer.admin('GetPhoneConfig', { cn })).toMatchObject({ phone: {} });
  });

  it('MonitorConfig tells at once and on change until stopped', async () => {
    await using world = await linked();
    const { peer, pbx } = world;
    peer.send({ mt: 'MonitorConfig', api: 'PbxAdminApi', src: 'm' });
    const info = (ip4: string) => peer.waitFor((frame) => frame.mt === 'MonitorConfigInfo' && frame['ip4'] === ip4);
    expect(await peer.waitFor((frame) => frame.mt === 'MonitorConfigInfo')).toMatchObject({ src: 'm', pbx: 'master' });
    pbx.admin.setConfig({ ip4: '10.9.9.9' });
    expect(await info('10.9.9.9')).toMatchObject({ src: 'm', domain: 'example.com' });
    peer.send({ mt: 'MonitorConfig', api: 'PbxAdminApi', src: 'm', stop: true });
    await peer.admin('GetPbxConfig');
    pbx.admin.setConfig({ ip4: '10.8.8.8' });
    await peer.admin('GetPbxConfig');
    expect(peer.received.some((frame) => frame['ip4'] === '10.8.8.8')).toBe(false);
  });
});

describe('licences', () => {
  it('tells numbers as strings and counts users by template', async () => {
    await using world = await linked({
      users: 100,
      licences: [
        { name: 'UC', count: 60, slaves: 10 },
        { name: 'Port', count: 3 },
      ],
    });
    expect((await world.peer.admin('GetPbxLicenses'))['lic']).toEqual([
      { name: 'UC', version: '14', count: '60', used: '60', local: '50', slaves: '10' },
      { name: 'Port', version: '14', count: '3', used: '0', local: '0', slaves: '0' },
    ]);
  });

  it('leaves lic out in test mode and then says yes to every check', async () => {
    await using world = await linked();
    const { peer, pbx } = world;
    const [cn] = userNames(pbx);
    expect(await peer.admin('CheckAppLic', { cn, lic: 'App(anything)' })).toMatchObject({ ok: false });
    pbx.admin.setTestMode(true);
    expect(await peer.admin('GetPbxLicenses')).not.toHaveProperty('lic');
    expect(await peer.admin('CheckAppLic', { cn, lic: 'App(anything)' })).toMatchObject({ ok: true });
  });

  it('matches the head of the name, within the installed number and version', async () => {
    await using world = await linked({ licences: [{ name: 'App(innovaphone-switchboard)', count: 2 }] });
    const { peer, pbx } = world;
    const [one, two, three] = userNames(pbx) as [string, string, string];
    const check = async (cn: string, lic = 'App(innovaphone-switchboard-light)') =>
      (await peer.admin('CheckAppLic', { cn, lic }))['ok'];
    expect(await check(one)).toBe(false);
    for (const cn of [one, two, three]) pbx.admin.grantLicence(cn, 'innovaphone-switchboard');
    expect([await check(one), await check(two), await check(three)].filter(Boolean)).toHaveLength(2);
    expect(await check(one, 'App(innovaphone)')).toBe(false);
    expect((await peer.admin('GetAppLics'))['lic']).toMatchObject([{ used: '2', key: expect.any(String) }]);
    pbx.admin.setLicenceCount('App(innovaphone-switchboard)', 0);
    pbx.admin.installLicence({ name: 'App(innovaphone-switchboard)', count: 9, version: '13' });
    expect(await check(one)).toBe(false);
    pbx.admin.installLicence({ name: 'App(innovaphone-switchboard)', count: 3 });
    expect([await check(one), await check(two), await check(three)]).toEqual([true, true, true]);
    expect(await peer.admin('CheckAppLic', { cn: one, h323: 'x', lic: 'App(a)' })).toHaveProperty('error');
  });
});

describe('base messages', () => {
  it('CheckBuild inserts or replaces the build and is silent when it is current', async () => {
    await using world = await linked();
    const check = async (url: string) => (await world.peer.request(undefined, 'CheckBuild', { url }))['url'];
    expect(await check('https://pbx/x/apps/page.htm?x=1')).toBe('https://pbx/x/apps/1410520/page.htm?x=1');
    expect(await check('https://pbx/x/apps/13beef/page.htm')).toBe('https://pbx/x/apps/1410520/page.htm');
    expect(await check('https://pbx/x/apps/1410520/page.htm')).toBeUndefined();
    expect(await check('https://cafe/page.htm')).toBe('https://cafe/1410520/page.htm');
  });

  it('GetAppLogin gives the digest of the App object password', async () => {
    await using world = await linked();
    const { digest, domain } = await world.peer.admin('GetAppLogin', { app: 'attendant', challenge: '1234' });
    const { createHash } = await import('node:crypto');
    expect(domain).toBe('example.com');
    expect(digest).toBe(createHash('sha256').update(`attendant:example.com::::1234:${PASSWORD}`).digest('hex'));
  });
});
