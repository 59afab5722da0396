import { describe, expect, it } from 'vitest';
import { type Linked, linked } from './linked';
import { type Frame, Peer } from './peer';

const rcc = (peer: Peer, mt: string, fields: Frame = {}): Promise<Frame> => peer.request('RCC', mt, fields);

async function withUsers(): Promise<Linked> {
  const world = await linked({ users: 200 });
  for (const [cn, e164] of [
    ['Ann Lee', '501'],
    ['Bob Ray', '502'],
    ['Cy Dow', '503'],
  ] as const) {
    world.pbx.admin.createUser({
      cn,
      e164,
      apps: 'attendant',
      grp: [{ name: 'Desk' }],
      devices: [{ hw: e164, text: 'Phone' }],
    });
  }
  return world;
}

async function open(peer: Peer, cn: string, src: string): Promise<number> {
  peer.send({ mt: 'UserInitialize', api: 'RCC', cn, src });
  const result = await peer.waitFor((f) => f.mt === 'UserInitializeResult' && f.src === src);
  return result['user'] as number;
}

const told = (peer: Peer, src: string): string[] =>
  peer.received
    .filter((f) => f.mt === 'CallInfo' && f.src === src)
    .map((f) => `${String(f['msg'])}(${Number(f['state'])})${f['del'] === true ? ' del' : ''}`);

describe('RCC', () => {
  it('Initialize tells the users that have the App before its result, then changes', async () => {
    await using world = await withUsers();
    const { peer, pbx } = world;
    const result = await rcc(peer, 'Initialize');
    const before = peer.received.slice(0, peer.received.indexOf(result)).filter((f) => f.mt === 'UserInfo');
    expect(before.map((f) => String(f['cn'])).sort()).toEqual(['Ann Lee', 'Bob Ray', 'Cy Dow']);
    expect(before[0]).toMatchObject({ src: result.src, pbx: 'master', node: 'root', regs: [{ hw: '501' }] });
    pbx.admin.createUser({ cn: 'New One', apps: 'attendant' });
    await peer.waitFor((f) => f.mt === 'UserInfo' && f['cn'] === 'New One');
    pbx.admin.editUser('New One', { apps: '' });
    await peer.waitFor((f) => f.mt === 'UserInfo' && f['update'] === 'del' && f['cn'] === 'New One');
  });

  it('Initialize with grp takes the groups of the App object; limit sends in bursts', async () => {
    await using world = await withUsers();
    const { peer, pbx } = world;
    pbx.admin.updateObject('attendant', { grp: [{ name: 'Sales' }] });
    const result = await rcc(peer, 'Initialize', { grp: true, limit: 10 });
    const users = peer.received.filter((f) => f.mt === 'UserInfo' && f.src === result.src);
    expect(users).toHaveLength(40);
  });

  it('a call by a user runs the documented flow to its end', async () => {
    await using world = await withUsers();
    const { peer } = world;
    const user = await open(peer, 'Ann Lee', 'ann');
    const { call } = await rcc(peer, 'UserCall', { user, e164: '900', hw: 'ignored' });
    await peer.waitFor((f) => f['msg'] === 'r-conn');
    const setup = peer.received.find((f) => f.mt === 'CallInfo');
    expect(setup).toMatchObject({ user, call, src: 'ann', conf: expect.any(String), peer: { h323: '' } });
    expect(await rcc(peer, 'UserClear', { call, cause: '16', user })).not.toHaveProperty('error');
    await peer.waitFor((f) => f['del'] === true);
    expect(told(peer, 'ann')).toEqual(['x-setup(1)', 'r-alert(4)', 'r-conn(5)', 'del(6) del']);
    expect(peer.received.find((f) => f['msg'] === 'r-alert')).toMatchObject({ peer: { e164: '900' } });
    expect(await rcc(peer, 'UserEnd', { user })).not.toHaveProperty('error');
    expect(await rcc(peer, 'UserClear', { call })).toHaveProperty('error');
    const result = peer.received.findIndex((f) => f.mt === 'UserCallResult');
    expect(result).toBeLessThan(peer.received.findIndex((f) => f.mt === 'CallInfo'));
  });

  it('an extension nobody has ends with cause 1', async () => {
    await using world = await withUsers();
    const { peer } = world;
    const user = await open(peer, 'Ann Lee', 'ann');
    await rcc(peer, 'UserCall', { user, e164: '444' });
    const failed = await peer.waitFor((f) => f['msg'] === 'r-disc');
    expect(failed).toMatchObject({ state: 6, peer: { e164: '444' }, info: [{ type: 'cause', vali: 1 }] });
    await peer.waitFor((f) => f['del'] === true);
    expect(await rcc(peer, 'UserCall', { user: 99, e164: '900' })).toMatchObject({ error: expect.any(String) });
  });

  it('a controlled user is called, answers, holds, retrieves and is hung up on', async () => {
    await using world = await withUsers();
    const { peer } = world;
    const ann = await open(peer, 'Ann Lee', 'ann');
    await open(peer, 'Bob Ray', 'bob');
    const { call } = await rcc(peer, 'UserCall', { user: ann, cn: 'Bob Ray' });
    const ringing = await peer.waitFor((f) => f.src === 'bob' && f['msg'] === 'x-alert');
    expect(ringing).toMatchObject({ state: 132, peer: { e164: '501', cn: 'Ann Lee' } });
    await rcc(peer, 'UserConnect', { call: ringing['call'] });
    await peer.waitFor((f) => f.src === 'bob' && f['msg'] === 'x-conn');
    await rcc(peer, 'UserHold', { call });
    await peer.waitFor((f) => f.src === 'bob' && f['msg'] === 'r-held');
    await rcc(peer, 'UserRetrieve', { call });
    await rcc(peer, 'UserDTMF', { call, dtmf: '5' });
    expect(await peer.waitFor((f) => f['dtmf'] === '5')).toMatchObject({ src: 'bob' });
    await rcc(peer, 'UserClear', { call });
    await peer.waitFor((f) => f.src === 'bob' && f['del'] === true);
    expect(told(peer, 'ann')).toEqual([
      'x-setup(1)',
      'r-alert(4)',
      'r-conn(5)',
      'update(261)',
      'update(5)',
      'del(6) del',
    ]);
    expect(told(peer, 'bob')).toEqual([
      'x-alert(132)',
      'x-conn(133)',
      'r-held(645)',
      'r-retrieved(133)',
      'update(133)',
      'r-disc(135)',
      'del(135) del',
    ]);
  });

  it('redirects, obeys diversions on reroute, transfers, parks and picks up', async () => {
    await using world = await withUsers();
    const { peer, pbx } = world;
    const ann = await open(peer, 'Ann Lee', 'ann');
    await open(peer, 'Bob Ray', 'bob');
    const cy = await open(peer, 'Cy Dow', 'cy');
    pbx.admin.incomingCall('Ann Lee', '+43123456');
    const first = await peer.waitFor((f) => f.src === 'ann' && f['msg'] === 'x-alert');
    expect(first).toMatchObject({ peer: { e164: '+43123456' } });
    await rcc(peer, 'UserRedirect', { call: first['call'], e164: '502' });
    const atBob = await peer.waitFor((f) => f.src === 'bob' && f['msg'] === 'x-alert');
    pbx.admin.editUser('Ann Lee', { cds: [{ type: 'cfu', ep: [{ e164: '503' }] }] });
    await rcc(peer, 'UserReroute', { call: atBob['call'], cn: 'Ann Lee' });
    const atCy = await peer.waitFor((f) => f.src === 'cy' && f['msg'] === 'x-alert');
    expect(await rcc(peer, 'UserRedirect', { call: atCy['call'], e164: '444' })).toHaveProperty('error');

    const picked = await rcc(peer, 'UserPickup', { user: ann, cn: 'Cy Dow' });
    await peer.waitFor((f) => f.src === 'ann' && f['msg'] === 'x-conn');
    await peer.waitFor((f) => f.src === 'cy' && f['del'] === true);
    const parked = await rcc(peer, 'UserPark', { call: picked['call'], cn: 'Bob Ray', position: 1 });
    expect(parked).not.toHaveProperty('error');
    const waiting = await peer.waitFor((f) => f.src === 'bob' && f['state'] === 136);
    const back = await rcc(peer, 'UserPickup', { user: cy, call: waiting['call'] });
    const second = await rcc(peer, 'UserCall', { user: cy, e164: '0911' });
    await peer.waitFor((f) => f['call'] === second['call'] && f['msg'] === 'r-conn');
    expect(await rcc(peer, 'UserTransfer', { a: back['call'], b: second['call'] })).not.toHaveProperty('error');
    await peer.waitFor((f) => f['call'] === back['call'] && f['del'] === true);
    for (const mt of ['UserRc', 'UserCtrlCall', 'UserCtComplete']) {
      expect(await rcc(peer, mt, { call: 999, rc: 1 })).toHaveProperty('error');
    }
  });

  it('tells all calls to an App object that asks for them', async () => {
    await using world = await withUsers();
    const { peer, pbx } = world;
    await rcc(peer, 'Initialize', { calls: true });
    const call = pbx.admin.incomingCall('Ann Lee', '0123');
    const added = await peer.waitFor((f) => f.mt === 'CallAdd');
    expect(added).toMatchObject({ cn: 'Ann Lee', state: 132, 'conf-id': expect.any(String) });
    await peer.waitFor((f) => f.mt === 'CallUpdate' && f['msg'] === 'r-conn');
    call.hangUp();
    expect(await peer.waitFor((f) => f.mt === 'CallDel')).toMatchObject({ call: added['call'] });
  });

  it('lets a user login control the own user only, with handles of its own', async () => {
    await using world = await withUsers();
    const { pbx, url, peer: app } = world;
    pbx.admin.setPassword('Ann Lee', 'secret');
    await using peer = await Peer.connect(url);
    await peer.login({ sip: 'ann.lee' }, 'secret');
    const result = await rcc(peer, 'Initialize');
    expect(peer.received.filter((f) => f.mt === 'UserInfo' && f.src === result.src).map((f) => f['cn'])).toEqual([
      'Ann Lee',
    ]);
    expect(await rcc(peer, 'UserInitialize', { cn: 'Bob Ray' })).toHaveProperty('error');
    const user = await open(peer, 'Ann Lee', 'me');
    const { call } = await rcc(peer, 'UserCall', { user, e164: '900' });
    expect(await rcc(app, 'UserClear', { call })).toHaveProperty('error');
    expect((await rcc(app, 'Devices', { cn: 'Ann Lee' }))['devices']).toEqual([{ hw: '501', text: 'Phone' }]);
  });
});
