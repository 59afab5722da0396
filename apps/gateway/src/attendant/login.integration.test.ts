import type { MockPbx } from '@switchroom/mock-pbx';
import { ATTENDANT_API } from '@switchroom/protocol/attendant';
import { describe, expect, it } from 'vitest';
import { attendantPbx, dialIn, type Gateway, inboundTarget, startGateway } from '../fleet/testing/world';
import { type AttendantWorld, attendantWorld } from './testing/attendant-world';
import { realConsole } from './testing/real-console';

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

const consoleOf = ({ gateway, pbx }: LoginWorld, user: string) =>
  realConsole(`ws://127.0.0.1:${gateway.port}/app/example.com/site-1`, pbx, { user, appObject: 'attendant' });

describe('a console', () => {
  it('gets in with the login that the PBX makes for its user, beside the link of the PBX', async () => {
    await using set = await loginWorld();
    const { gateway, pbx, world } = set;
    const console = await consoleOf(set, 'ann');
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
    const console = await consoleOf(set, 'ann');
    expect(await console.login()).not.toHaveProperty('ok', true);
    expect(await console.closed()).toBe(1008);
    expect(set.gateway.fleet.link(set.world.pbx.id)).toMatchObject({ kind: 'online', reason: undefined });
    expect(await set.world.sessions()).toEqual([]);
  });

  it('whose line was cut frees its seat for the next one, and not before', async () => {
    await using set = await loginWorld();
    const first = await consoleOf(set, 'ann');
    await first.login();
    await first.open();
    first.socket.terminate();
    const second = await consoleOf(set, 'bob');
    await second.login();
    expect(await second.open()).toMatchObject({ error: 'no-licence-left' });
    second.socket.terminate();
    await set.world.clock.advance(86_000);
    const third = await consoleOf(set, 'bob');
    await third.login();
    expect(await third.open()).toMatchObject({ licence: { inUse: 1, quantity: 1 } });
  });

  it('that sends a frame which is too large is closed with 1009', async () => {
    await using set = await loginWorld();
    const console = await consoleOf(set, 'ann');
    await console.login();
    await console.open();
    console.send({ mt: 'Heartbeat', api: ATTENDANT_API, pad: 'x'.repeat(20_000) });
    expect(await console.closed()).toBe(1009);
  });
});
