import type { MockPbx } from '@switchroom/mock-pbx';
import {
  DeleteObject,
  GetObject,
  GetPbxConfig,
  MonitorConfig,
  ReplicateNext,
  ReplicateStart,
  UpdateObject,
} from '@switchroom/protocol';
import { waitUntil } from '@switchroom/testkit/vitest';
import { describe, expect, it, test } from 'vitest';
import type { PbxMessage } from './port';
import { attendantPbx, startGateway, targetOf } from './testing/world';

async function linked(options: Parameters<typeof startGateway>[0] = {}, pbx: MockPbx = attendantPbx()) {
  const gateway = await startGateway(options);
  const { url, port } = await pbx.serve({ port: 0 });
  await gateway.fleet.reconcile([targetOf({ address: url })]);
  await gateway.shows('pbx-1', 'online');
  return {
    ...gateway,
    pbx,
    port,
    [Symbol.asyncDispose]: async () => {
      await gateway[Symbol.asyncDispose]();
      await pbx.close();
    },
  };
}

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: { code?: string }) => error.code,
  );

const firstLink = { epoch: 1 };

describe('an outbound link against a PBX', () => {
  it('logs in, knows who it is talking to, reads and writes', async () => {
    await using world = await linked();
    const { fleet, pbx } = world;
    expect(fleet.identity('pbx-1')).toMatchObject({
      pbx: 'master',
      domain: 'example.com',
      dns: 'master.example.com',
      apis: { source: 'read', granted: ['PbxApi', 'PbxTableUsers', 'PbxAdminApi', 'Services', 'RCC'] },
    });
    const app = await fleet.read('pbx-1', GetObject, { h323: 'attendant' });
    expect(app.guid).toMatch(/^[0-9a-f]{32}$/);
    const { guid } = await fleet.write(
      'pbx-1',
      UpdateObject,
      { cn: 'New', h323: 'new', pseudo: { type: 'app', app: { url: 'https://x/y/z' } } },
      firstLink,
    );
    expect(pbx.journal.writes('UpdateObject')).toHaveLength(1);
    await fleet.write('pbx-1', DeleteObject, { guid: guid ?? '' }, firstLink);
    expect((await fleet.read('pbx-1', GetObject, { h323: 'new' })).guid).toBeUndefined();
  });

  it('follows an identity that changes', async () => {
    await using world = await linked();
    world.pbx.admin.setConfig({ dns: 'moved.example.com' });
    await world.until('the new name', () => world.fleet.identity('pbx-1')?.dns === 'moved.example.com');
    expect(world.fleet.link('pbx-1').kind).toBe('online');
  });

  it('is back after a restart of the PBX, with its subscriptions', async () => {
    await using world = await linked();
    const { fleet, pbx } = world;
    const results: number[] = [];
    const messages: PbxMessage[] = [];
    fleet.subscribe(
      'pbx-1',
      MonitorConfig,
      {},
      {
        onResult: (_result, epoch) => results.push(epoch),
        onMessage: (message) => messages.push(message),
      },
    );
    await world.until('the first start', () => results.length === 1 && messages.length === 1);
    pbx.restart();
    await world.until('the second start', () => results.length === 2 && messages.length === 2);
    expect(results[1]).toBeGreaterThan(results[0] ?? 0);
    expect(new Set(messages.map(({ src }) => src)).size).toBe(1);
    expect(world.events).toContain('down pbx-1#1 closed-by-pbx');
  });

  it('replicates the user table with follow-ups and hears of later changes', async () => {
    await using world = await linked();
    const { fleet, pbx } = world;
    const rows: string[] = [];
    const changes: string[] = [];
    const copied = new Promise<void>((resolve, reject) => {
      fleet.subscribe(
        'pbx-1',
        ReplicateStart,
        { add: true, del: true, columns: { guid: {}, cn: {}, h323: {} } },
        {
          onMessage: ({ mt }) => changes.push(mt),
          onResult: (_result, _epoch, follow) => {
            const next = async (): Promise<void> => {
              const { columns } = await follow(ReplicateNext, {});
              if (columns === undefined) return;
              rows.push(columns.guid);
              return next();
            };
            next().then(resolve, reject);
          },
        },
      );
    });
    await copied;
    expect(rows).toHaveLength(3);
    pbx.admin.createObject({ cn: 'Later', h323: 'later' });
    await waitUntil(() => changes.length > 0, { message: 'the change' });
    expect(changes[0]).toBe('ReplicateAdd');
  });

  it('makes one attempt with a wrong password, and another when asked or when the row changes', async () => {
    await using gateway = await startGateway();
    await using pbx = attendantPbx();
    const { url } = await pbx.serve({ port: 0 });
    const logins = () => pbx.journal.count({ mt: 'AppLogin', direction: 'in' });
    const row = targetOf({ address: url, password: () => Promise.resolve('wrong') });
    await gateway.fleet.reconcile([row]);
    await gateway.shows('pbx-1', 'refused', 'password-refused');
    expect(logins()).toBe(1);
    gateway.fleet.retryNow('pbx-1');
    await gateway.until('the second try', () => logins() === 2);
    await gateway.shows('pbx-1', 'refused', 'password-refused');
    await gateway.fleet.reconcile([{ ...row, version: 2, password: () => Promise.resolve('secret') }]);
    await gateway.shows('pbx-1', 'online');
    expect(logins()).toBe(3);
  });

  it('says that PbxAdminApi is missing and comes up when the flag is set', async () => {
    const flags = ['websocket', 'rcc'] as const;
    await using gateway = await startGateway({ timings: { identifyMs: 200, recheckMs: 100 } });
    await using pbx = attendantPbx({ apps: [{ name: 'attendant', password: 'secret', flags }] });
    const { url } = await pbx.serve({ port: 0 });
    await gateway.fleet.reconcile([targetOf({ address: url })]);
    await gateway.shows('pbx-1', 'refused', 'admin-api-missing');
    pbx.admin.updateObject('attendant', { pseudo: { type: 'app', app: { websocket: true, admin: true } } });
    await gateway.shows('pbx-1', 'online');
    expect(gateway.fleet.identity('pbx-1')?.apis?.granted).toContain('PbxAdminApi');
  });
});

describe('a PBX that misbehaves', () => {
  it('answers out of order, twice, with unknown fields and messages: every request gets its own answer', async () => {
    await using world = await linked();
    const { fleet, pbx, metrics } = world;
    pbx.faults.shuffleAnswers();
    pbx.faults.answerTwice('GetObject');
    const names = ['attendant', 'nobody', 'attendant', 'nobody', 'attendant'];
    const answers = await Promise.all(names.map((h323) => fleet.read('pbx-1', GetObject, { h323 })));
    expect(answers.map(({ h323 }) => h323 ?? 'nobody')).toEqual(names);
    await world.until('the second answers', () => metrics.of('answers-late') >= 5);
    pbx.faults.clear();
    pbx.faults.unknownFields();
    pbx.faults.unknownMessages();
    expect((await fleet.read('pbx-1', GetObject, { h323: 'attendant' })).cn).toBe('attendant');
    expect(metrics.of('frames-unknown')).toBe(1);
    expect(fleet.link('pbx-1').kind).toBe('online');
  });

  test.each([
    ['never answers', (pbx: MockPbx) => pbx.faults.neverAnswer('GetPbxConfig'), undefined],
    ['answers with another src', (pbx: MockPbx) => pbx.faults.answerWithOtherSrc('GetPbxConfig'), 'answers-foreign'],
    ['answers without src', (pbx: MockPbx) => pbx.faults.answerWithoutSrc('GetPbxConfig'), 'answers-without-src'],
    ['answers too late', (pbx: MockPbx) => pbx.faults.answerLate('GetPbxConfig', 300), 'answers-late'],
  ] as const)('%s: the deadline ends the request, not the link', async (_name, fault, counter) => {
    await using world = await linked();
    fault(world.pbx);
    expect(await codeOf(world.fleet.read('pbx-1', GetPbxConfig, {}, { deadlineMs: 150 }))).toBe('pbx-timeout');
    if (counter !== undefined) await world.until(counter, () => world.metrics.of(counter) === 1);
    world.pbx.faults.clear();
    expect(await world.fleet.read('pbx-1', GetPbxConfig, {})).toEqual({ loc: 'master' });
    expect(world.events.filter((event) => event.startsWith('down'))).toEqual([]);
  });

  it('sends garbage: it is counted and the link stays', async () => {
    await using world = await linked();
    world.pbx.faults.garbage();
    expect(await world.fleet.read('pbx-1', GetPbxConfig, {})).toEqual({ loc: 'master' });
    expect(world.metrics.of('frames-invalid')).toBeGreaterThanOrEqual(7);
    expect(world.events.filter((event) => event.startsWith('down'))).toEqual([]);
  });

  it('sends a frame above the limit of the codec: dropped; above that of the websocket: protocol-error', async () => {
    await using world = await linked();
    world.pbx.faults.oversizedFrame('GetPbxConfig', 2 * 1024 * 1024);
    expect(await codeOf(world.fleet.read('pbx-1', GetPbxConfig, {}, { deadlineMs: 2_000 }))).toBe('pbx-timeout');
    expect(world.metrics.of('frames-too-large')).toBe(1);
    world.pbx.faults.oversizedFrame('GetPbxConfig', 5 * 1024 * 1024);
    expect(await codeOf(world.fleet.read('pbx-1', GetPbxConfig, {}, { deadlineMs: 5_000 }))).toBe('pbx-offline');
    expect(world.events).toContain('down pbx-1#1 protocol-error');
    await world.shows('pbx-1', 'online');
  });

  it('sends half a frame and cuts the line: the write is unknown, sent once, and the link comes back', async () => {
    await using world = await linked();
    world.pbx.faults.halfFrame('UpdateObject');
    const write = world.fleet.write(
      'pbx-1',
      UpdateObject,
      { cn: 'Half', h323: 'half', pseudo: { type: 'app', app: {} } },
      firstLink,
    );
    expect(await codeOf(write)).toBe('pbx-outcome-unknown');
    await world.shows('pbx-1', 'online');
    expect(world.pbx.journal.count({ mt: 'UpdateObject', direction: 'in' })).toBe(1);
  });

  it('drops the line after executing a write: unknown, and exactly one write', async () => {
    await using world = await linked();
    world.pbx.faults.dropAfterExecute('UpdateObject', { times: 1 });
    const write = world.fleet.write(
      'pbx-1',
      UpdateObject,
      { cn: 'Once', h323: 'once', pseudo: { type: 'app', app: {} } },
      firstLink,
    );
    expect(await codeOf(write)).toBe('pbx-outcome-unknown');
    await world.until('the next connection', () => world.events.includes('ready pbx-1#2'));
    expect(world.pbx.journal.writes('UpdateObject')).toHaveLength(1);
    expect((await world.fleet.read('pbx-1', GetObject, { h323: 'once' })).cn).toBe('Once');
  });

  it('refuses a write in its own words', async () => {
    await using world = await linked();
    world.pbx.faults.failWrite('UpdateObject', 'Name exists');
    const write = world.fleet.write('pbx-1', UpdateObject, { cn: 'X' }, firstLink);
    await expect(write).rejects.toMatchObject({ code: 'pbx-refused', params: { text: 'Name exists' } });
  });

  it('sends its challenge as a number', async () => {
    const pbx = attendantPbx();
    pbx.faults.challengeAsNumber();
    await using world = await linked({}, pbx);
    expect(world.fleet.link('pbx-1').kind).toBe('online');
  });

  it('loses power: the heartbeat finds out nothing came, or the socket ends; it comes back by itself', async () => {
    await using world = await linked();
    world.pbx.powerLoss();
    await world.shows('pbx-1', 'offline');
    world.pbx.powerOn();
    await world.shows('pbx-1', 'online');
    expect(world.fleet.epoch('pbx-1')).toBeGreaterThan(1);
  });

  it('does not answer KeepAlive: pongs keep the link', async () => {
    const heartbeat = { quietMs: 40, misses: 2 };
    await using world = await linked({ timings: { heartbeat } });
    world.pbx.faults.silent();
    await world.until('several beats', () => world.pbx.journal.count({ mt: 'KeepAlive', direction: 'in' }) >= 6);
    expect(world.events.filter((event) => event.startsWith('down'))).toEqual([]);
  });
});
