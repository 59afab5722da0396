import { describe, expect, it } from 'vitest';
import type { Peer } from './peer';
import { info, open, rcc, told, withOperators } from './operators';

async function connected(peer: Peer, user: number, src: string, e164: string): Promise<number> {
  const { call } = await rcc(peer, 'UserCall', { user, e164 });
  await peer.waitFor((f) => f.mt === 'CallInfo' && f.src === src && f['call'] === call && f['msg'] === 'r-conn');
  return call as number;
}

describe('call control', () => {
  it('tells from the set-up on whom a call wants to reach', async () => {
    await using world = await withOperators();
    const { peer } = world;
    const ann = await open(peer, 'Ann Lee', 'ann');
    await rcc(peer, 'UserCall', { user: ann, e164: '0900' });
    expect(await info(peer, 'ann', 'x-setup')).toMatchObject({ state: 1, peer: { e164: '0900', h323: '' } });
  });

  it('refuses what the state of a call does not allow, and nothing moves', async () => {
    await using world = await withOperators();
    const { peer, pbx } = world;
    const ann = await open(peer, 'Ann Lee', 'ann');
    await open(peer, 'Bob Ray', 'bob');
    const { call } = await rcc(peer, 'UserCall', { user: ann, e164: '502' });
    await info(peer, 'ann', 'r-alert');
    for (const mt of ['UserHold', 'UserRetrieve', 'UserPark', 'UserConnect']) {
      expect(await rcc(peer, mt, { call })).toHaveProperty('error');
    }
    expect(await rcc(peer, 'UserTransfer', { a: call, b: call })).toHaveProperty('error');
    expect(told(peer, 'ann')).toEqual(['x-setup(1)', 'r-alert(4)']);
    expect(pbx.journal.calls().filter(({ error }) => error !== undefined)).toHaveLength(5);
  });

  it('holds once, retrieves once', async () => {
    await using world = await withOperators();
    const { peer, pbx } = world;
    const ann = await open(peer, 'Ann Lee', 'ann');
    const call = await connected(peer, ann, 'ann', '0900');
    expect(await rcc(peer, 'UserRetrieve', { call })).toHaveProperty('error');
    expect(await rcc(peer, 'UserHold', { call })).not.toHaveProperty('error');
    expect(await rcc(peer, 'UserHold', { call })).toHaveProperty('error');
    expect(pbx.state.calls()).toMatchObject([{ hold: true, held: false }]);
    expect(await rcc(peer, 'UserRetrieve', { call })).not.toHaveProperty('error');
    expect(pbx.state.calls()).toMatchObject([{ hold: false }]);
  });

  it('can be told to refuse an order, and to take one without ever answering', async () => {
    await using world = await withOperators();
    const { peer, pbx } = world;
    const ann = await open(peer, 'Ann Lee', 'ann');
    const call = await connected(peer, ann, 'ann', '0900');
    pbx.faults.failWrite('UserHold', 'not now', { times: 1 });
    expect(await rcc(peer, 'UserHold', { call })).toMatchObject({ error: 'not now' });
    expect(pbx.journal.calls('UserHold')).toMatchObject([{ user: 'Ann Lee', error: 'not now' }]);
    pbx.faults.neverAnswer('UserCall', { times: 1 });
    peer.send({ mt: 'UserCall', api: 'RCC', user: ann, e164: '0901', src: 'lost' });
    await peer.waitFor((f) => f.mt === 'CallInfo' && f['msg'] === 'r-conn' && f['call'] !== call);
    expect(peer.received.some((f) => f.src === 'lost')).toBe(false);
    expect(pbx.journal.calls('UserCall')).toHaveLength(2);
  });

  it('transfers to a call that is answered, and to one that still rings', async () => {
    await using world = await withOperators();
    const { peer, pbx } = world;
    const ann = await open(peer, 'Ann Lee', 'ann');
    await open(peer, 'Bob Ray', 'bob');
    const first = await connected(peer, ann, 'ann', '0900');
    await rcc(peer, 'UserHold', { call: first });
    const { call: second } = await rcc(peer, 'UserCall', { user: ann, e164: '502' });
    const ringing = await info(peer, 'bob', 'x-alert');
    expect(await rcc(peer, 'UserTransfer', { a: first, b: second })).not.toHaveProperty('error');
    await peer.waitFor((f) => f.src === 'ann' && f['call'] === second && f['del'] === true);
    expect(await info(peer, 'bob', 'update')).toMatchObject({ state: 132, peer: { e164: '0900' } });
    await rcc(peer, 'UserConnect', { call: ringing['call'] });
    await info(peer, 'bob', 'x-conn');
    expect(pbx.state.calls()).toMatchObject([{ user: 'Bob Ray', phase: 'connected', peer: '0900', held: false }]);
    expect(pbx.journal.calls().map(({ mt, user }) => `${mt} ${user}`)).toEqual([
      'UserCall Ann Lee',
      'UserHold Ann Lee',
      'UserCall Ann Lee',
      'UserTransfer Ann Lee',
      'UserConnect Bob Ray',
    ]);
  });

  it('parks at positions, one call each, and gives them back to whoever takes them', async () => {
    await using world = await withOperators();
    const { peer, pbx } = world;
    const ann = await open(peer, 'Ann Lee', 'ann');
    const bob = await open(peer, 'Bob Ray', 'bob');
    const calls = [await connected(peer, ann, 'ann', '0900'), await connected(peer, ann, 'ann', '0901')];
    const parked = await rcc(peer, 'UserPark', { call: calls[0], position: 2 });
    expect(parked).toMatchObject({ call: calls[0] });
    expect(await rcc(peer, 'UserPark', { call: calls[1], position: 2 })).toMatchObject({
      call: 0,
      error: 'position 2 is taken',
    });
    expect(await rcc(peer, 'UserPark', { call: calls[1] })).not.toHaveProperty('error');
    expect(pbx.state.calls().map(({ parked: place, phase }) => [phase, place])).toEqual([
      ['parked', { at: 'Ann Lee', by: 'Ann Lee', position: 2 }],
      ['parked', { at: 'Ann Lee', by: 'Ann Lee', position: 1 }],
    ]);
    const back = await rcc(peer, 'UserPickup', { user: bob, call: parked['call'] });
    expect(await info(peer, 'bob', 'x-conn')).toMatchObject({ call: back['call'], peer: { e164: '0900' } });
    expect(await rcc(peer, 'UserPickup', { user: bob, call: parked['call'] })).toHaveProperty('error');
    expect(pbx.state.calls().map(({ user, phase }) => `${user} ${phase}`)).toEqual([
      'Bob Ray connected',
      'Ann Lee parked',
    ]);
  });

  it('gives a handle for a call parked where nobody is watched', async () => {
    await using world = await withOperators();
    const { peer, pbx } = world;
    const ann = await open(peer, 'Ann Lee', 'ann');
    const call = await connected(peer, ann, 'ann', '0900');
    const parked = await rcc(peer, 'UserPark', { call, cn: 'Cy Dow', position: 4 });
    expect(parked['call']).toBeGreaterThan(0);
    expect(pbx.state.calls()).toMatchObject([{ user: 'Cy Dow', parked: { at: 'Cy Dow', by: 'Ann Lee', position: 4 } }]);
    const back = await rcc(peer, 'UserPickup', { user: ann, call: parked['call'] });
    await peer.waitFor((f) => f.src === 'ann' && f['call'] === back['call'] && f['msg'] === 'x-conn');
    expect(await rcc(peer, 'UserClear', { call: back['call'] })).not.toHaveProperty('error');
    expect(await rcc(peer, 'UserPickup', { user: ann, call: parked['call'] })).toHaveProperty('error');
  });
});

describe('diversions', () => {
  it('an unconditional one takes the call, unless the caller overrides it', async () => {
    await using world = await withOperators();
    const { peer, pbx } = world;
    pbx.admin.setDiversion('Bob Ray', 'cfu', { e164: '0041791234567' });
    const ann = await open(peer, 'Ann Lee', 'ann');
    await open(peer, 'Bob Ray', 'bob');
    await rcc(peer, 'UserCall', { user: ann, e164: '502' });
    expect(await info(peer, 'ann', 'r-conn')).toMatchObject({ peer: { e164: '0041791234567' } });
    await rcc(peer, 'UserCall', { user: ann, e164: '502', ftyNoCF: true });
    await info(peer, 'bob', 'x-alert');
  });

  it('others wait for busy or no answer; a boolean object switches them; circles end', async () => {
    await using world = await withOperators();
    const { peer, pbx } = world;
    const ann = await open(peer, 'Ann Lee', 'ann');
    pbx.admin.setDiversion('Bob Ray', 'cfb', { e164: '0900' });
    pbx.admin.setDiversion('Bob Ray', 'cfnr', { e164: '0901' });
    pbx.admin.setDevice('Bob Ray', '502-desk', 'busy');
    await connected(peer, ann, 'ann', '502');
    pbx.admin.setDevice('Bob Ray', '502-desk', 'no-answer');
    await connected(peer, ann, 'ann', '502');
    expect(pbx.state.calls().map(({ peer: number }) => number)).toEqual(['0900', '0901']);

    pbx.admin.createObject({ cn: 'Night', pseudo: { type: 'bool', bool: { on: false, reason: 'manual' } } });
    pbx.admin.editUser('Bob Ray', { cds: [{ type: 'cfu', bool: 'Night', ep: [{ e164: '0902' }] }] });
    pbx.admin.setDevice('Bob Ray', '502-desk', 'works');
    await connected(peer, ann, 'ann', '502');
    pbx.admin.setBoolean('Night', true);
    await connected(peer, ann, 'ann', '502');
    expect(pbx.state.calls().flatMap((call) => (call.user === 'Ann Lee' ? [call.peer] : []))).toEqual([
      '0900',
      '0901',
      '502',
      '0902',
    ]);

    pbx.admin.setDiversion('Bob Ray', 'cfu', { e164: '503' });
    pbx.admin.setDiversion('Cy Dow', 'cfu', { e164: '502' });
    await connected(peer, ann, 'ann', '502');
  });

  it('are shown by GetObject with end points, by the user table flat, and by PbxApi one by one', async () => {
    await using world = await withOperators();
    const { peer, pbx } = world;
    await peer.request('PbxTableUsers', 'ReplicateStart', { columns: { cn: {}, cds: { update: true } } });
    for (let row = await next(peer); 'columns' in row; row = await next(peer)) continue;
    pbx.admin.setDiversion('Ann Lee', 'cfu', { e164: '0041791234567' });
    const update = await peer.waitFor((f) => f.mt === 'ReplicateUpdate');
    expect(update['columns']).toMatchObject({ cn: 'Ann Lee', cds: [{ type: 'cfu', e164: '0041791234567', h323: '' }] });
    expect(await peer.admin('GetObject', { cn: 'Ann Lee' })).toMatchObject({
      cds: [{ type: 'cfu', ep: [{ e164: '0041791234567', h323: '' }] }],
    });
    expect(await peer.request('PbxApi', 'GetDiversion', { sip: 'ann.lee', type: 'cfu' })).toMatchObject({
      num: '0041791234567',
    });
    const { guid } = await peer.admin('GetObject', { cn: 'Ann Lee' });
    await peer.request('PbxTableUsers', 'ReplicateUpdate', {
      columns: { guid, cds: [{ type: 'cfb', e164: '502', h323: '' }] },
    });
    expect(pbx.state.object('Ann Lee')?.['cds']).toEqual([{ type: 'cfb', ep: [{ e164: '502', h323: '' }] }]);
    pbx.admin.setDiversion('Ann Lee', 'cfb');
    expect(pbx.state.object('Ann Lee')?.['cds']).toEqual([]);
  });
});

const next = (peer: Peer) => peer.request('PbxTableUsers', 'ReplicateNext');

describe('presence', () => {
  it('is on-the-phone during a call, and what the user had set before and after it', async () => {
    await using world = await withOperators();
    const { peer, pbx } = world;
    pbx.admin.setPresence('Ann Lee', { contact: 'tel:', activity: 'away', note: 'lunch' });
    peer.send({ mt: 'SubscribePresence', api: 'PbxApi', sip: 'ann.lee', src: 'p' });
    const ann = await open(peer, 'Ann Lee', 'ann');
    const call = await connected(peer, ann, 'ann', '0900');
    await rcc(peer, 'UserHold', { call });
    const { presence } = await peer.admin('GetObject', { cn: 'Ann Lee', properties: ['presence'] });
    expect(presence).toEqual([{ c: 'tel:', a: 'on-the-phone', n: 'lunch' }]);
    await rcc(peer, 'UserClear', { call });
    await info(peer, 'ann', 'del');
    const seen = peer.received.filter((f) => f.mt === 'PresenceUpdate');
    expect(seen.map((f) => (f['presence'] as { activity: string }[])[0]?.activity)).toEqual([
      'away',
      'on-the-phone',
      'away',
    ]);
    expect(seen[1]).toMatchObject({ src: 'p', presence: [{ contact: 'tel:', note: 'lunch', status: 'open' }] });
  });

  it('ends with a power cut', async () => {
    await using world = await withOperators();
    const { peer, pbx } = world;
    const ann = await open(peer, 'Ann Lee', 'ann');
    await connected(peer, ann, 'ann', '0900');
    pbx.powerLoss();
    await peer.closed;
    expect(pbx.state.calls()).toEqual([]);
    expect(pbx.core.presence.of(pbx.state.object('Ann Lee')?.guid ?? '')).toEqual([]);
  });
});
