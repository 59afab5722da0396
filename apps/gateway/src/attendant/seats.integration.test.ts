import { ATTENDANT_LIMITS } from '@switchroom/protocol/attendant';
import { waitUntil } from '@switchroom/testkit/vitest';
import { beforeEach, afterEach, describe, expect, it } from 'vitest';
import { type AttendantWorld, attendantWorld } from './testing/attendant-world';

let world: AttendantWorld;
beforeEach(async () => {
  world = await attendantWorld();
});
afterEach(() => world[Symbol.asyncDispose]());

const sweep = ATTENDANT_LIMITS.sweepSeconds * 1000;
const heard = (what: string, probe: () => boolean | Promise<boolean>) =>
  waitUntil(probe, { message: what, timeoutMs: 15_000 });

describe('a seat', () => {
  it('is taken by OpenSession, which tells the console everything it begins with', async () => {
    await world.licence(world.tree.alpha, 'BAP', 2);
    await world.operator(world.pbx, 'ann', { supervisor: true, device: 'ann-desk', otherDevice: 'ann-soft' });
    world.links.set(world.pbx.id, 'online');
    const console = world.console(world.pbx, 'ann');
    expect(await console.open({ type: 'BAP', locale: 'de-CH' })).toEqual({
      mt: 'OpenSessionResult',
      api: 'com.switchroom.attendant',
      src: 'r1',
      session: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
      protocol: 1,
      licence: { type: 'BAP', inUse: 1, quantity: 2, queueChannels: 4 },
      operator: {
        user: 'guid-ann',
        name: 'ANN',
        supervisor: true,
        devices: [{ device: 'ann-desk' }, { device: 'ann-soft' }],
      },
      settings: {
        minLookupLength: 6,
        searchMaxResults: 200,
        retentionDays: 10,
        clientUpdatesUrl: 'http://updates.example/',
        skystone: false,
        seeAllParkedCalls: true,
        showRemoteParty: true,
        panic: { enabled: false, ready: false },
        pauseReasons: [],
      },
      pause: { paused: false },
      link: { state: 'up', since: '2026-01-01T00:00:00.000Z' },
      calls: [],
      heartbeat: { intervalSeconds: 30, deadlineSeconds: 75 },
      time: '2026-01-01T00:00:00.000Z',
    });
    expect(world.room.consolesOn([world.pbx.id, world.siblingPbx.id])).toBe(1);
    expect(await console.open()).toMatchObject({ error: 'session-exists' });
    expect(await console.ask('Heartbeat')).toMatchObject({ time: '2026-01-01T00:00:00.000Z' });
    expect(await world.sessions()).toMatchObject([{ user: 'ann', open: true, reason: null }]);
  });

  it('is refused to the one too many, with the numbers, in words, and in the audit log', async () => {
    await world.licence(world.tree.alpha, 'BAP', 1);
    await world.operator(world.pbx, 'ann');
    await world.operator(world.siblingPbx, 'bob');
    await world.operator(world.siblingPbx, 'eve', { consoleType: 'BOE' });
    expect(await world.console(world.pbx, 'ann').open()).toMatchObject({ licence: { inUse: 1 } });
    const bob = world.console(world.siblingPbx, 'bob');
    const licence = { type: 'BAP', inUse: 1, quantity: 1, queueChannels: 2 };
    expect(await bob.open({ locale: 'de' })).toMatchObject({
      error: 'no-licence-left',
      errorText: 'Der einzige Platz für BAP ist belegt.',
      details: { licence },
    });
    expect(await world.console(world.siblingPbx, 'eve').open()).toMatchObject({
      error: 'no-licence-left',
      errorText: 'There is no licence for BOE.',
      details: { licence: { type: 'BOE', inUse: 0, quantity: 0 } },
    });
    const denials = await world.base.sql(
      `SELECT actor_name, target_name, pbx_id, after, result FROM audit_entries
       WHERE organisation_id = $1 AND action = 'access.denied' ORDER BY seq`,
      [world.tree.alphaTwo.id],
    );
    const after = { attempted: 'console.open', why: 'no-licence-left' };
    expect(denials).toMatchObject([
      {
        actor_name: 'BOB',
        target_name: 'Sibling',
        pbx_id: world.siblingPbx.id,
        after: { ...after, user: 'bob', type: 'BAP', inUse: 1, quantity: 1 },
        result: 'denied',
      },
      { actor_name: 'EVE', after: { ...after, user: 'eve', type: 'BOE', inUse: 0, quantity: 0 } },
    ]);
    // The websocket stays, and the seat is there once somebody has left.
    await world.licence(world.tree.alpha, 'BAP', 2);
    expect(await bob.open()).toMatchObject({ licence: { inUse: 2, quantity: 2 } });
  });

  it('is given once when many come for the last one at the same moment', async () => {
    await world.licence(world.tree.provider, 'BAP', 3);
    const users = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    for (const user of users) await world.operator(world.pbx, user);
    const answers = await Promise.all(users.map((user) => world.console(world.pbx, user).open()));
    expect(answers.filter(({ error }) => error === undefined)).toHaveLength(3);
    expect(answers.filter(({ error }) => error === 'no-licence-left')).toHaveLength(5);
    expect((await world.sessions()).filter(({ open }) => open)).toHaveLength(3);
  });

  it('comes from the nearest organisation above that has licences of the type', async () => {
    await world.licence(world.tree.alpha, 'BAP', 5);
    await world.licence(world.tree.alphaOne, 'BAP', 1);
    for (const user of ['ann', 'amy']) await world.operator(world.pbx, user);
    await world.operator(world.siblingPbx, 'bob');
    expect(await world.console(world.pbx, 'ann').open()).toMatchObject({ licence: { inUse: 1, quantity: 1 } });
    expect(await world.console(world.pbx, 'amy').open()).toMatchObject({ error: 'no-licence-left' });
    expect(await world.console(world.siblingPbx, 'bob').open()).toMatchObject({ licence: { inUse: 1, quantity: 5 } });
  });

  it('is free at once after CloseSession, and the websocket can open another one', async () => {
    await world.licence(world.tree.alpha, 'BAP', 1);
    for (const user of ['ann', 'amy']) await world.operator(world.pbx, user);
    const ann = world.console(world.pbx, 'ann');
    await ann.open();
    expect(await ann.ask('CloseSession')).not.toHaveProperty('error');
    expect(await ann.ask('Heartbeat')).toMatchObject({ error: 'no-session' });
    const amy = world.console(world.pbx, 'amy');
    expect(await amy.open()).toMatchObject({ licence: { inUse: 1 } });
    await amy.ask('CloseSession');
    expect(await ann.open()).toMatchObject({ licence: { inUse: 1 } });
    expect(await world.sessions()).toMatchObject([
      { user: 'amy', reason: 'closed' },
      { user: 'ann', reason: 'closed' },
      { user: 'ann', open: true },
    ]);
  });
});

describe('a console that fell silent', () => {
  it('frees its seat in less than 90 seconds, whether its websocket is there or not', async () => {
    await world.licence(world.tree.alpha, 'BAP', 2);
    for (const user of ['ann', 'amy', 'bob']) await world.operator(world.pbx, user);
    const [ann, amy] = [world.console(world.pbx, 'ann'), world.console(world.pbx, 'amy')];
    await ann.open();
    await amy.open();
    ann.transport.end();
    await world.clock.advance(74_000);
    const bob = world.console(world.pbx, 'bob');
    expect(await bob.open()).toMatchObject({ error: 'no-licence-left', details: { licence: { inUse: 2 } } });
    await world.clock.advance(9000);
    expect(await amy.told('SessionInfo')).toMatchObject({ ended: 'silent', src: 'r1' });
    expect(amy.transport.state).toBe('closed');
    expect(await world.console(world.pbx, 'bob').open()).toMatchObject({ licence: { inUse: 1 } });
    await heard('two silent sessions', async () => {
      const rows = await world.sessions();
      return rows.filter(({ reason }) => reason === 'silent').length === 2;
    });
  });

  it('is one that sends nothing at all: every frame is a sign of life, and the database hears of it', async () => {
    await world.licence(world.tree.alpha, 'BAP', 1);
    await world.operator(world.pbx, 'ann');
    const ann = world.console(world.pbx, 'ann');
    await ann.open();
    for (let second = 0; second < 150; second += 30) {
      await world.clock.advance(30_000);
      ann.transport.deliver({ mt: 'KeepAlive' });
    }
    expect(ann.infos('SessionInfo')).toEqual([]);
    expect(ann.infos('KeepAlive')).toHaveLength(5);
    await world.clock.advance(sweep);
    await heard('the last sign of life', async () => {
      const [row] = await world.sessions();
      return row !== undefined && row.seen.getTime() >= world.clock.now() - 45_000;
    });
  });

  it('gets its seat back when it returns in time, by its session or as the same operator', async () => {
    await world.licence(world.tree.alpha, 'BAP', 1);
    await world.operator(world.pbx, 'ann');
    const first = world.console(world.pbx, 'ann');
    const { session } = await first.open();
    first.transport.end();
    await world.clock.advance(60_000);
    const second = world.console(world.pbx, 'ann');
    const again = await second.open();
    expect(again).toMatchObject({ licence: { inUse: 1, quantity: 1 } });
    expect(again.session).not.toBe(session);
    // Quicker than the news that the old connection is gone.
    const third = world.console(world.pbx, 'ann');
    expect(await third.open({ resume: again.session })).toMatchObject({ licence: { inUse: 1 } });
    expect(await second.told('SessionInfo')).toMatchObject({ session: again.session, ended: 'replaced' });
    expect(second.transport.state).toBe('closed');
    expect((await world.sessions()).map(({ reason }) => reason)).toEqual(['replaced', 'replaced', null]);
    expect(world.room.consolesOn([world.pbx.id])).toBe(1);
  });

  it('does not give its seat to another operator who names its session', async () => {
    await world.licence(world.tree.alpha, 'BAP', 1);
    for (const user of ['ann', 'eve']) await world.operator(world.pbx, user);
    const ann = world.console(world.pbx, 'ann');
    const { session } = await ann.open();
    expect(await world.console(world.pbx, 'eve').open({ resume: session })).toMatchObject({ error: 'no-licence-left' });
    expect(ann.infos('SessionInfo')).toEqual([]);
  });
});

describe('who may not come in', () => {
  it('is no operator, an operator who is switched off, or has another licence', async () => {
    await world.licence(world.tree.alpha, 'BAP', 9);
    await world.operator(world.pbx, 'off', { enabled: false });
    await world.operator(world.pbx, 'ann');
    const not = { error: 'not-an-operator' };
    expect(await world.console(world.pbx, 'nobody').open()).toMatchObject(not);
    expect(await world.console(world.pbx, 'off').open()).toMatchObject(not);
    expect(await world.console(world.pbx, 'ann').open({ type: 'BOE' })).toMatchObject({
      error: 'wrong-console-type',
      details: { type: 'BAP' },
    });
    expect(await world.console(world.pbx, 'ann').open({ protocol: 0 })).toMatchObject({
      error: 'unsupported-protocol',
      details: { protocol: 1 },
    });
    expect(await world.sessions()).toEqual([]);
  });

  it('is an operator of the same name at the PBX of another organisation: neither sees the other or its seats', async () => {
    await world.licence(world.tree.alphaOne, 'BAP', 1);
    await world.operator(world.pbx, 'ann');
    expect(await world.console(world.foreignPbx, 'ann').open()).toMatchObject({ error: 'not-an-operator' });
    await world.operator(world.foreignPbx, 'ann', { displayName: 'Foreign Ann' });
    expect(await world.console(world.foreignPbx, 'ann').open()).toMatchObject({
      error: 'no-licence-left',
      details: { licence: { inUse: 0, quantity: 0 } },
    });
    const own = world.console(world.pbx, 'ann');
    const { session } = await own.open();
    await world.licence(world.tree.betaOne, 'BAP', 1);
    const foreign = world.console(world.foreignPbx, 'ann');
    expect(await foreign.open({ resume: session })).toMatchObject({
      licence: { inUse: 1, quantity: 1 },
      operator: { name: 'Foreign Ann' },
    });
    await own.ask('Pause');
    expect(foreign.infos('PauseInfo')).toEqual([]);
    expect(own.infos('SessionInfo')).toEqual([]);
    const rows = await world.base.db.inScope(world.tree.betaOne, (tx) => tx.query.consoleSessions.findMany());
    expect(rows.map(({ organisationId }) => organisationId)).toEqual([world.tree.betaOne.id]);
  });

  it('is told within one sweep when the administrator changes that', async () => {
    await world.licence(world.tree.alpha, 'BAP', 9);
    const ann = await world.operator(world.pbx, 'ann');
    const bob = await world.operator(world.pbx, 'bob');
    const [first, second] = [world.console(world.pbx, 'ann'), world.console(world.pbx, 'bob')];
    await first.open();
    await second.open();
    await world.base.sql('UPDATE operators SET enabled = false WHERE id = $1', [ann]);
    await world.base.sql(`UPDATE operators SET console_type = 'BOE' WHERE id = $1`, [bob]);
    await world.clock.advance(sweep);
    expect(await first.told('SessionInfo')).toMatchObject({ ended: 'not-an-operator' });
    expect(await second.told('SessionInfo')).toMatchObject({ ended: 'licence-withdrawn' });
    await heard('no open session', async () => (await world.sessions()).every(({ open }) => !open));
  });
});

describe('the end of the process', () => {
  it('tells consoles, writes their sessions down as stopping, and lets nobody in any more', async () => {
    await world.licence(world.tree.alpha, 'BAP', 9);
    await world.operator(world.pbx, 'ann');
    const ann = world.console(world.pbx, 'ann');
    const idle = world.console(world.pbx, 'bob');
    await ann.open();
    await world.room[Symbol.asyncDispose]();
    expect(ann.infos('SessionInfo')).toMatchObject([{ ended: 'stopping' }]);
    expect([ann.transport.state, idle.transport.state]).toEqual(['closed', 'closed']);
    expect(await world.sessions()).toMatchObject([{ user: 'ann', reason: 'stopping', open: false }]);
    expect(() => world.console(world.pbx, 'ann')).toThrow('the room is closed');
    expect(world.clock.pendingTimers).toBe(0);
  });

  it('that came without warning leaves sessions which the next process ends at their last sign of life', async () => {
    await world.licence(world.tree.alpha, 'BAP', 1);
    await world.operator(world.pbx, 'ann');
    await world.console(world.pbx, 'ann').open();
    const began = world.clock.now();
    const next = world.another();
    await next.start();
    expect(await world.sessions()).toMatchObject([{ user: 'ann', reason: 'stopping', ended: new Date(began) }]);
    const back = world.console(world.pbx, 'ann', next);
    expect(await back.open()).toMatchObject({ licence: { inUse: 1, quantity: 1 } });
  });
});
