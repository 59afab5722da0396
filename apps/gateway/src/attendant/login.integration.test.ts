import type { MockPbx } from '@switchroom/mock-pbx';
import { ATTENDANT_API } from '@switchroom/protocol/attendant';
import { waitUntil } from '@switchroom/testkit/vitest';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { attendantPbx, dialIn, type Gateway, inboundTarget, startGateway } from '../fleet/testing/world';
import { type AttendantWorld, attendantWorld, type Frame } from './testing/attendant-world';

interface LoginWorld extends AsyncDisposable {
  gateway: Gateway;
  pbx: MockPbx;
  world: AttendantWorld;
}

/** A gateway with its endpoint on a real port, and a PBX with two users who have our app. */
async function loginWorld(): Promise<LoginWorld> {
  const rooms: AttendantWorld[] = [];
  const gateway = await startGateway({
    attendant: { adopt: (...socket) => rooms[0]?.room.door.adopt(...socket) ?? 'closed' },
  });
  const world = await attendantWorld({ fleet: gateway.fleet });
  rooms.push(world);
  await gateway.fleet.reconcile([inboundTarget({ pbxId: world.pbx.id, organisationId: world.pbx.organisationId })]);
  const pbx = attendantPbx();
  for (const user of ['ann', 'bob']) {
    pbx.admin.createUser({ cn: user, h323: user, apps: 'attendant' });
    await world.operator(world.pbx, user);
  }
  await world.licence(world.tree.alpha, 'BAP', 1);
  return {
    gateway,
    pbx,
    world,
    [Symbol.asyncDispose]: async () => {
      await pbx.close();
      await world[Symbol.asyncDispose]();
      await gateway[Symbol.asyncDispose]();
    },
  };
}

/** A console on a real websocket, as a program outside of this process would be one. */
async function realConsole({ gateway, pbx }: LoginWorld, user: string) {
  const frames: Frame[] = [];
  const socket = new WebSocket(`ws://127.0.0.1:${gateway.port}/app/example.com/site-1`, { perMessageDeflate: false });
  let close: number | undefined;
  socket.on('message', (data: Buffer) => frames.push(JSON.parse(data.toString('utf8')) as Frame));
  socket.on('close', (code) => {
    close = code;
  });
  socket.on('error', () => undefined);
  await new Promise<void>((resolve) => {
    socket.once('open', () => resolve());
  });
  const got = (mt: string) =>
    waitUntil(() => frames.find((frame) => frame.mt === mt), {
      message: `${mt}; got ${JSON.stringify(frames)}`,
      timeoutMs: 15_000,
    });
  const send = (frame: object) => socket.send(JSON.stringify(frame));
  return {
    socket,
    frames,
    got,
    send,
    closed: () => waitUntil(() => close, { message: 'the close', timeoutMs: 15_000 }),
    login: async () => {
      send({ mt: 'AppChallenge' });
      const { challenge } = await got('AppChallengeResult');
      const { login } = pbx.userLogin({ user, appObject: 'attendant', challenge: String(challenge) });
      send(login);
      return await got('AppLoginResult');
    },
    open: async () => {
      send({ mt: 'OpenSession', api: ATTENDANT_API, client: 'Real', version: '1', protocol: 1, src: 'open' });
      return await got('OpenSessionResult');
    },
  };
}

describe('a console', () => {
  it('gets in with the login that the PBX makes for its user, beside the link of the PBX', async () => {
    await using set = await loginWorld();
    const { gateway, pbx, world } = set;
    const console = await realConsole(set, 'ann');
    expect(await console.login()).toMatchObject({ ok: true });
    const guid = pbx.state.object('ann')?.guid;
    expect(await console.open()).toMatchObject({
      operator: { user: guid, name: 'ANN' },
      licence: { inUse: 1, quantity: 1 },
      link: { state: 'down' },
      src: 'open',
    });
    dialIn(pbx, gateway);
    expect(await console.got('LinkInfo')).toMatchObject({ link: { state: 'up' }, src: 'open' });
    expect(gateway.events.filter((event) => event.startsWith('down'))).toEqual([]);
    // What it sends to the PBX's own APIs goes nowhere.
    console.send({ mt: 'DeleteObject', api: 'PbxAdminApi', guid, src: 'x' });
    console.send({ mt: 'CloseSession', api: ATTENDANT_API, src: 'close' });
    expect(await console.got('CloseSessionResult')).toMatchObject({ src: 'close' });
    expect(pbx.journal.writes()).toEqual([]);
    expect(pbx.journal.count({ direction: 'in', mt: 'DeleteObject' })).toBe(0);
    expect(await world.sessions()).toMatchObject([{ user: 'ann', reason: 'closed' }]);
  });

  it('with a wrong password stays out, and the link of the PBX is not concerned', async () => {
    await using set = await loginWorld();
    dialIn(set.pbx, set.gateway);
    await set.gateway.shows(set.world.pbx.id, 'online');
    set.pbx.faults.wrongPassword();
    const console = await realConsole(set, 'ann');
    expect(await console.login()).not.toHaveProperty('ok', true);
    expect(await console.closed()).toBe(1008);
    expect(set.gateway.fleet.link(set.world.pbx.id)).toMatchObject({ kind: 'online', reason: undefined });
    expect(await set.world.sessions()).toEqual([]);
  });

  it('whose line was cut frees its seat for the next one, and not before', async () => {
    await using set = await loginWorld();
    const first = await realConsole(set, 'ann');
    await first.login();
    await first.open();
    first.socket.terminate();
    const second = await realConsole(set, 'bob');
    await second.login();
    expect(await second.open()).toMatchObject({ error: 'no-licence-left' });
    second.socket.terminate();
    await set.world.clock.advance(86_000);
    const third = await realConsole(set, 'bob');
    await third.login();
    expect(await third.open()).toMatchObject({ licence: { inUse: 1, quantity: 1 } });
  });

  it('that sends a frame which is too large is closed with 1009', async () => {
    await using set = await loginWorld();
    const console = await realConsole(set, 'ann');
    await console.login();
    await console.open();
    console.send({ mt: 'Heartbeat', api: ATTENDANT_API, pad: 'x'.repeat(20_000) });
    expect(await console.closed()).toBe(1009);
  });
});
