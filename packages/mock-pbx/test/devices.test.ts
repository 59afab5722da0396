import { describe, expect, it } from 'vitest';
import { info, open, rcc, told, withOperators } from './operators';

describe('devices', () => {
  it('a handle opened for one device calls from it, and sees its calls only', async () => {
    await using world = await withOperators();
    const { peer, pbx } = world;
    await open(peer, 'Ann Lee', 'desk', '501-desk');
    const soft = await open(peer, 'Ann Lee', 'soft', '501-soft');
    await open(peer, 'Ann Lee', 'all');
    await rcc(peer, 'UserCall', { user: soft, e164: '0900' });
    await info(peer, 'soft', 'r-conn');
    await info(peer, 'all', 'r-conn');
    expect(told(peer, 'soft')).toEqual(['x-setup(1)', 'r-alert(4)', 'r-conn(5)']);
    expect(told(peer, 'desk')).toEqual([]);
    expect(pbx.state.calls()).toMatchObject([
      { user: 'Ann Lee', hw: '501-soft', phase: 'connected', direction: 'from-user', peer: '0900' },
    ]);
    expect(pbx.journal.calls('UserCall')).toMatchObject([
      { user: 'Ann Lee', hw: '501-soft', request: { e164: '0900' } },
    ]);
    expect(await rcc(peer, 'UserInitialize', { cn: 'Ann Lee', hw: 'none' })).toMatchObject({
      error: 'user "Ann Lee" has no device "none"',
    });
  });

  it('without a device the first of the user makes the call', async () => {
    await using world = await withOperators();
    const { peer, pbx } = world;
    const ann = await open(peer, 'Ann Lee', 'ann');
    await rcc(peer, 'UserCall', { user: ann, e164: '0900' });
    expect(pbx.state.calls()).toMatchObject([{ hw: '501-desk' }]);
  });

  it.each([
    ['busy', 17],
    ['gone', 27],
    ['no-answer', 19],
  ] as const)(
    'a device that is %s ends the call with cause %i, the other one still works',
    async (behaviour, cause) => {
      await using world = await withOperators();
      const { peer, pbx } = world;
      pbx.admin.setDevice('Ann Lee', '501-desk', behaviour);
      const desk = await open(peer, 'Ann Lee', 'desk', '501-desk');
      const soft = await open(peer, 'Ann Lee', 'soft', '501-soft');
      const first = await rcc(peer, 'UserCall', { user: desk, e164: '112' });
      expect(first['call']).toBeGreaterThan(0);
      await info(peer, 'desk', 'del');
      expect(told(peer, 'desk')).toEqual(['x-setup(1)', `r-disc(6) cause ${cause}`, 'del(6) del']);
      expect((await info(peer, 'desk', 'r-disc'))['peer']).toMatchObject({ e164: '112' });
      expect(await rcc(peer, 'UserClear', { call: first['call'] })).toHaveProperty('error');
      await rcc(peer, 'UserCall', { user: soft, e164: '0112' });
      await info(peer, 'soft', 'r-conn');
    },
  );

  it('a device that refuses answers the order with an error and call 0', async () => {
    await using world = await withOperators();
    const { peer, pbx } = world;
    pbx.admin.setDevice('Ann Lee', '501-desk', 'refuses');
    const desk = await open(peer, 'Ann Lee', 'desk', '501-desk');
    expect(await rcc(peer, 'UserCall', { user: desk, e164: '0900' })).toMatchObject({
      call: 0,
      error: expect.stringContaining('device'),
    });
    expect(pbx.journal.calls()).toMatchObject([{ mt: 'UserCall', hw: '501-desk', error: expect.any(String) }]);
    expect(told(peer, 'desk')).toEqual([]);
  });

  it('a silent device takes the order, nothing follows until the call is cleared', async () => {
    await using world = await withOperators();
    const { peer, pbx } = world;
    pbx.admin.setDevice('Ann Lee', '501-desk', 'silent');
    const desk = await open(peer, 'Ann Lee', 'desk', '501-desk');
    const { call } = await rcc(peer, 'UserCall', { user: desk, e164: '0900' });
    await peer.request('PbxApi', 'GetNodeInfo');
    expect(told(peer, 'desk')).toEqual(['x-setup(1)']);
    expect(await rcc(peer, 'UserClear', { call })).not.toHaveProperty('error');
    await info(peer, 'desk', 'del');
    expect(pbx.state.calls()).toEqual([]);
  });

  it('a device that goes or comes back is told in UserInfo and GetRegs, and stays configured', async () => {
    await using world = await withOperators();
    const { peer, pbx } = world;
    await rcc(peer, 'Initialize');
    pbx.admin.setDevice('Ann Lee', '501-desk', 'gone');
    const update = await peer.waitFor((f) => f.mt === 'UserInfo' && f['update'] === 'update');
    expect(update).toMatchObject({ cn: 'Ann Lee', regs: [{ hw: '501-soft' }] });
    expect((await peer.admin('GetRegs', { cn: 'Ann Lee' }))['regs']).toMatchObject([{ hw: '501-soft' }]);
    const { devices } = await rcc(peer, 'Devices', { cn: 'Ann Lee' });
    expect(devices).toEqual([
      { hw: '501-desk', text: 'Desk' },
      { hw: '501-soft', text: 'Softphone' },
    ]);
    pbx.admin.setDevice('Ann Lee', '501-desk', 'works');
    await peer.waitFor((f) => f.mt === 'UserInfo' && (f['regs'] as unknown[]).length === 2 && f['update'] === 'update');
    expect(() => pbx.admin.setDevice('Ann Lee', 'none', 'busy')).toThrow('has no device');
  });

  it('a call rings at every device; the one that answers keeps it, the others are told that it is gone', async () => {
    await using world = await withOperators();
    const { peer, pbx } = world;
    await open(peer, 'Ann Lee', 'desk', '501-desk');
    await open(peer, 'Ann Lee', 'soft', '501-soft');
    pbx.admin.incomingCall('Ann Lee', '+43123', 'Ferrari');
    const ringing = await info(peer, 'soft', 'x-alert');
    expect(ringing).toMatchObject({ peer: { e164: '+43123', dn: 'Ferrari' }, state: 132 });
    await rcc(peer, 'UserConnect', { call: ringing['call'] });
    await info(peer, 'desk', 'del');
    expect(told(peer, 'soft')).toEqual(['x-alert(132)', 'x-conn(133)']);
    expect(told(peer, 'desk')).toEqual(['x-alert(132)', 'del(135) cause 26 del']);
    expect(pbx.state.calls()).toMatchObject([{ hw: '501-soft', phase: 'connected' }]);
  });
});

describe('numbers outside', () => {
  it.each([
    ['busy', ['r-disc(6) cause 17', 'del(6) del']],
    ['rejects', ['r-disc(6) cause 21', 'del(6) del']],
    ['unallocated', ['r-disc(6) cause 1', 'del(6) del']],
    ['no-answer', ['r-alert(4)', 'r-disc(7) cause 19', 'del(7) del']],
  ] as const)('that is %s', async (behaviour, expected) => {
    await using world = await withOperators();
    const { peer, pbx } = world;
    pbx.admin.setNumber('0900', behaviour);
    const ann = await open(peer, 'Ann Lee', 'ann');
    await rcc(peer, 'UserCall', { user: ann, e164: '0900' });
    await info(peer, 'ann', 'del');
    expect(told(peer, 'ann')).toEqual(['x-setup(1)', ...expected]);
  });

  it('that is silent rings until somebody hangs up', async () => {
    await using world = await withOperators();
    const { peer, pbx } = world;
    pbx.admin.setNumber('0900', 'silent');
    const ann = await open(peer, 'Ann Lee', 'ann');
    await rcc(peer, 'UserCall', { user: ann, e164: '0900' });
    await peer.request('PbxApi', 'GetNodeInfo');
    expect(told(peer, 'ann')).toEqual(['x-setup(1)', 'r-alert(4)']);
    expect(pbx.state.calls()).toMatchObject([{ phase: 'alert' }]);
  });
});
