import { AppError } from '@switchroom/contracts';
import { DeleteObject, GetNodeInfo, GetPbxConfig, MonitorConfig, ProtocolError } from '@switchroom/protocol';
import { describe, expect, expectTypeOf, it, test } from 'vitest';
import { LinkError, type LinkErrorCode } from '../link/errors';
import type { LinkEventMap } from '../link/events';
import { clockOf, FakeTransport, harness, PBX_INFO, settle } from '../link/testing/fakes';
import { createFleet } from './create-fleet';
import type { FleetEventMap, FleetReader, FleetWriter } from './port';
import { requestError } from './request-errors';
import { inboundTarget, targetOf } from './testing/world';

function setUp(options: Partial<Parameters<typeof createFleet>[0]> = {}) {
  const { fake, logger, dialler, metrics } = harness();
  const fleet = createFleet({
    clock: clockOf(fake),
    random: () => 0.5,
    logger,
    metrics,
    dial: dialler.dial,
    strict: true,
    ...options,
  });
  const events: string[] = [];
  fleet.on('link', ({ pbxId, view }) => events.push(`${pbxId} ${view.kind} ${view.reason ?? ''}`.trim()));
  fleet.on('ready', ({ pbxId, epoch }) => events.push(`${pbxId} ready#${epoch}`));
  fleet.on('down', ({ pbxId, epoch, reason }) => events.push(`${pbxId} down#${epoch} ${reason}`));
  const arrive = async (instance = 'site-1', info: object = PBX_INFO) => {
    const transport = new FakeTransport();
    fleet.inbound('example.com', instance)?.link.adopt(transport, undefined);
    transport.deliver(JSON.stringify(info));
    await settle(fake);
    return transport;
  };
  return { fleet, fake, logger, dialler, events, arrive };
}

describe('the fleet', () => {
  it('makes the links equal to the rows, and does nothing the second time', async () => {
    const { fleet, dialler, fake } = setUp();
    expect(fleet.link('a')).toMatchObject({ kind: 'offline', reason: 'gateway-restart' });
    const rows = [targetOf({ pbxId: 'a', address: 'ws://a' }), targetOf({ pbxId: 'b', address: 'ws://b' })];
    await fleet.reconcile(rows);
    await fleet.reconcile(rows);
    await Promise.all([fleet.reconcile(rows), fleet.reconcile(rows)]);
    await settle(fake);
    expect(dialler.calls.map(({ address }) => address)).toEqual(['ws://a', 'ws://b']);
    await fleet.reconcile(rows.slice(1));
    expect(fleet.link('a').kind).toBe('disabled');
    expect(fleet.counts()).toEqual({ online: 0, connecting: 1, offline: 0, refused: 0 });
    await fleet[Symbol.asyncDispose]();
    expect(fake.pendingTimers).toBe(0);
  });

  it('replaces a link whose row version moved; epochs go on and subscriptions stay', async () => {
    const { fleet, fake, events, arrive } = setUp();
    await fleet.reconcile([inboundTarget()]);
    const results: number[] = [];
    fleet.subscribe(
      'pbx-1',
      MonitorConfig,
      {},
      { onMessage: () => undefined, onResult: (_r, epoch) => results.push(epoch) },
    );
    const answer = async (transport: FakeTransport) => {
      transport.deliver({ mt: 'MonitorConfigResult', api: 'PbxAdminApi', src: transport.last('MonitorConfig')?.src });
      await settle(fake);
    };
    const first = await arrive();
    await answer(first);
    await fleet.reconcile([inboundTarget({ version: 2 })]);
    expect(first.state).toBe('closed');
    const second = await arrive();
    await answer(second);
    expect(results).toEqual([1, 2]);
    expect(fleet.epoch('pbx-1')).toBe(2);
    expect(events.filter((event) => event.includes('#'))).toEqual([
      'pbx-1 ready#1',
      'pbx-1 down#1 gateway-restart',
      'pbx-1 ready#2',
    ]);
    await fleet[Symbol.asyncDispose]();
  });

  it('finds inbound PBXes by their path, whatever its case, and no others', async () => {
    const { fleet } = setUp();
    await fleet.reconcile([inboundTarget(), targetOf({ pbxId: 'out', address: 'ws://x' })]);
    expect(fleet.inbound('Example.COM', 'SITE-1')?.target.pbxId).toBe('pbx-1');
    expect(fleet.inbound('example.com', 'site-2')).toBeUndefined();
    expect(fleet.inbound('', '')).toBeUndefined();
    await fleet.reconcile([]);
    expect(fleet.inbound('example.com', 'site-1')).toBeUndefined();
    await fleet[Symbol.asyncDispose]();
  });

  it('refuses what the App object does not grant, naming the flag', async () => {
    const { fleet, arrive } = setUp();
    await fleet.reconcile([inboundTarget()]);
    await arrive();
    await expect(fleet.read('pbx-1', GetNodeInfo, {})).rejects.toMatchObject({
      code: 'pbx-api-not-granted',
      params: { pbx: 'master', api: 'PbxApi', flag: 'pbx' },
    });
    await fleet[Symbol.asyncDispose]();
  });

  it('rejects reads and writes of a PBX that is away or unknown as pbx-offline', async () => {
    const { fleet } = setUp();
    await fleet.reconcile([inboundTarget()]);
    for (const pbxId of ['pbx-1', 'nobody']) {
      await expect(fleet.read(pbxId, GetPbxConfig, {})).rejects.toMatchObject({ code: 'pbx-offline' });
      await expect(fleet.write(pbxId, DeleteObject, { guid: 'g' }, { epoch: 1 })).rejects.toMatchObject({
        code: 'pbx-offline',
      });
    }
    await fleet[Symbol.asyncDispose]();
  });

  it('tells a dropped write from a dropped read', async () => {
    const { fleet, arrive, fake } = setUp();
    await fleet.reconcile([inboundTarget()]);
    const transport = await arrive();
    const outcomes = [
      fleet.read('pbx-1', GetPbxConfig, {}),
      fleet.write('pbx-1', DeleteObject, { guid: 'g' }, { epoch: 1 }),
    ].map((each) =>
      each.then(
        () => 'done',
        (error: AppError) => error.code,
      ),
    );
    await settle(fake);
    transport.end();
    expect(await Promise.all(outcomes)).toEqual(['pbx-offline', 'pbx-outcome-unknown']);
    await fleet[Symbol.asyncDispose]();
  });

  it('sends a write on the connection it was decided on, or not at all', async () => {
    const { fleet, fake, arrive } = setUp();
    await fleet.reconcile([inboundTarget()]);
    const write = (epoch: number) => fleet.write('pbx-1', DeleteObject, { guid: 'g' }, { epoch });
    await arrive();
    const later = new FakeTransport();
    fleet.inbound('example.com', 'site-1')?.link.adopt(later, undefined);
    // While the new connection is being identified a read would wait for it; a write does not, whatever its epoch.
    for (const epoch of [1, 2]) await expect(write(epoch)).rejects.toMatchObject({ code: 'pbx-offline' });
    later.deliver(JSON.stringify(PBX_INFO));
    await settle(fake);
    await expect(write(1)).rejects.toMatchObject({ code: 'pbx-offline' });
    expect(later.last('DeleteObject')).toBeUndefined();
    const sent = write(2);
    await settle(fake);
    later.deliver({ mt: 'DeleteObjectResult', api: 'PbxAdminApi', src: later.last('DeleteObject')?.src });
    expect(await sent).toEqual({});
    await fleet[Symbol.asyncDispose]();
  });

  it('survives a listener that throws', async () => {
    const { fleet, logger, arrive } = setUp();
    fleet.on('ready', () => {
      throw new Error('mine');
    });
    await fleet.reconcile([inboundTarget()]);
    await arrive();
    expect(fleet.link('pbx-1').kind).toBe('online');
    expect(logger.lines.filter(({ level }) => level === 'error').map(({ message }) => message)).toEqual([
      'a listener of the fleet failed',
    ]);
    await fleet[Symbol.asyncDispose]();
  });

  it('reports every fact of a link as events, and "disabled" for a row that went', async () => {
    const { fleet, events, arrive } = setUp();
    await fleet.reconcile([inboundTarget()]);
    await arrive();
    await fleet.reconcile([]);
    expect(events).toEqual([
      'pbx-1 offline gateway-restart',
      'pbx-1 connecting',
      'pbx-1 online',
      'pbx-1 ready#1',
      'pbx-1 disabled',
      'pbx-1 down#1 gateway-restart',
    ]);
    await fleet[Symbol.asyncDispose]();
  });

  it('keeps 500 links that start together below the limits of the throttle', async () => {
    let running = 0;
    let most = 0;
    const starts: number[] = [];
    const { fleet, fake } = setUp({
      throttle: { concurrent: 20, perSecond: 100 },
      timings: { backoff: { baseMs: 1e9, capMs: 1e9, floorMs: 1e9 } },
      dial: async () => {
        running += 1;
        most = Math.max(most, running);
        starts.push(fake.now());
        await fake.sleep(50);
        running -= 1;
        throw new Error('refused');
      },
    });
    await fleet.reconcile(Array.from({ length: 500 }, (_, n) => targetOf({ pbxId: `p${n}`, address: 'ws://x' })));
    await fake.advance(10_000);
    expect(starts).toHaveLength(500);
    expect(most).toBe(20);
    const busiest = Math.max(...starts.map((from) => starts.filter((at) => at >= from && at < from + 1_000).length));
    expect(busiest).toBe(100);
    await fleet[Symbol.asyncDispose]();
    expect(fake.pendingTimers).toBe(0);
  });
});

describe('the types of the fleet', () => {
  it('are those of links plus the ids', () => {
    interface Ids {
      pbxId: string;
      organisationId: string;
    }
    expectTypeOf<FleetEventMap['ready']>().toExtend<Ids & LinkEventMap['ready']>();
    expectTypeOf<Ids & LinkEventMap['ready']>().toExtend<FleetEventMap['ready']>();
    expectTypeOf<Ids & LinkEventMap['identity']>().toExtend<FleetEventMap['identity']>();
    expectTypeOf<Ids & LinkEventMap['down']>().toExtend<FleetEventMap['down']>();
    // A write is not a read, nor the other way round: the plan engine alone holds the writer.
    expectTypeOf<typeof DeleteObject>().not.toExtend<Parameters<FleetReader['read']>[1]>();
    expectTypeOf<typeof GetPbxConfig>().not.toExtend<Parameters<FleetWriter['write']>[1]>();
    expect([DeleteObject.effect, GetPbxConfig.effect]).toEqual(['write', 'read']);
  });
});

describe('errors of requests', () => {
  const codes: [LinkErrorCode, boolean, string, string][] = [
    ['offline', false, 'pbx-offline', 'pbx-offline'],
    ['queue-full', false, 'pbx-offline', 'pbx-offline'],
    ['timeout', true, 'pbx-timeout', 'pbx-timeout'],
    ['refused', true, 'pbx-refused', 'pbx-refused'],
    ['dropped', true, 'pbx-offline', 'pbx-outcome-unknown'],
    ['bad-answer', true, 'pbx-refused', 'pbx-outcome-unknown'],
    ['aborted', true, 'pbx-offline', 'pbx-outcome-unknown'],
    ['aborted', false, 'pbx-offline', 'pbx-offline'],
  ];
  test.each(codes)('%s (sent: %s) reads as %s, writes as %s', (code, sent, read, write) => {
    const error = new LinkError(code, { message: 'm', sent, text: 'word' });
    expect(requestError(error, 'read', 'p').code).toBe(read);
    expect(requestError(error, 'write', 'p').code).toBe(write);
  });

  it('keeps AppErrors and hides mistakes of ours', () => {
    const own = new AppError('not-found');
    expect(requestError(own, 'read', 'p')).toBe(own);
    expect(requestError(new ProtocolError('unknown-field', 'x', 'm'), 'write', 'p').code).toBe('internal');
    expect(requestError(new TypeError('x'), 'write', 'p').code).toBe('internal');
  });
});
