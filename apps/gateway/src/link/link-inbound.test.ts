import { describe, expect, it } from 'vitest';
import { FakeTransport, PBX_INFO, settle } from './testing/fakes';
import { identified, inbound } from './testing/play';

describe('an inbound link', () => {
  it('waits for the PBX, takes its word, and never dials', async () => {
    const made = inbound();
    await made.fake.advance(3_600_000);
    expect(made.dialler.calls).toHaveLength(0);
    const transport = new FakeTransport();
    expect(made.link.adopt(transport, 'master')).toBe('adopted');
    transport.deliver(PBX_INFO);
    await settle(made.fake);
    expect(made.link.state).toEqual({ kind: 'ready', epoch: 1 });
    expect(made.link.identity).toMatchObject({ version: '14r1', apis: { source: 'announced' } });
    expect(transport.sent).toEqual([]);
    transport.end(1006);
    expect(made.link.state).toMatchObject({ kind: 'awaiting', reason: 'closed-by-pbx' });
    await made.link[Symbol.asyncDispose]();
    expect(made.fake.pendingTimers).toBe(0);
  });

  it('asks when PbxInfo does not come', async () => {
    const made = inbound();
    const transport = new FakeTransport();
    made.link.adopt(transport, undefined);
    await made.fake.advance(made.timings.pbxInfoMs - 1);
    expect(transport.sent).toEqual([]);
    await made.fake.advance(1);
    await identified(made, transport);
    expect(made.link.state.kind).toBe('ready');
    await made.link[Symbol.asyncDispose]();
  });

  it('replaces the older connection of the same PBX', async () => {
    const made = inbound();
    const [first, second] = [new FakeTransport(), new FakeTransport()];
    made.link.adopt(first, 'master');
    first.deliver(PBX_INFO);
    await settle(made.fake);
    expect(made.link.adopt(second, 'master')).toBe('adopted');
    expect(first.state).toBe('closed');
    second.deliver(PBX_INFO);
    await settle(made.fake);
    expect(made.events.slice(-4)).toEqual(['down#1 replaced', 'identifying', 'ready', 'ready#2']);
    first.deliver(PBX_INFO);
    expect(made.link.state).toEqual({ kind: 'ready', epoch: 2 });
    await made.link[Symbol.asyncDispose]();
  });

  it('refuses another PBX while one is ready, and says so on the link', async () => {
    const made = inbound();
    const transport = new FakeTransport();
    made.link.adopt(transport, 'master');
    transport.deliver(PBX_INFO);
    await settle(made.fake);
    expect(made.link.admits(undefined)).toBe('unsure');
    expect(made.link.adopt(new FakeTransport(), 'slave')).toBe('another-pbx');
    expect(made.link.state).toEqual({ kind: 'ready', epoch: 1, note: { reason: 'another-pbx', detail: 'slave' } });
    made.link.retryNow();
    expect(made.link.state).toEqual({ kind: 'ready', epoch: 1 });
    transport.end();
    expect(made.link.admits('slave')).toBe('yes');
    await made.link[Symbol.asyncDispose]();
  });

  it('stops for a login that was refused at the door, until a good one comes', async () => {
    const made = inbound();
    made.link.note({ reason: 'password-refused' });
    made.link.note({ reason: 'password-refused' });
    expect(made.events).toEqual(['awaiting', 'refused']);
    made.link.retryNow();
    expect(made.link.state).toMatchObject({ kind: 'awaiting', reason: 'password-refused' });
    made.link.note({ reason: 'password-refused' });
    const transport = new FakeTransport();
    made.link.adopt(transport, 'master');
    transport.deliver(PBX_INFO);
    await settle(made.fake);
    expect(made.link.state).toEqual({ kind: 'ready', epoch: 1 });
    await made.link[Symbol.asyncDispose]();
  });

  it('listens for PbxInfo while PbxAdminApi is missing, and ends a connection that loses it', async () => {
    const made = inbound();
    const transport = new FakeTransport();
    made.link.adopt(transport, 'master');
    transport.deliver({ ...PBX_INFO, apis: ['RCC'] });
    await settle(made.fake);
    expect(made.link.state).toMatchObject({ kind: 'refused', reason: 'admin-api-missing' });
    transport.deliver(PBX_INFO);
    expect(made.link.state).toEqual({ kind: 'ready', epoch: 1 });
    transport.deliver({ ...PBX_INFO, apis: ['RCC'] });
    expect(made.link.state).toMatchObject({ kind: 'refused', reason: 'admin-api-missing' });
    expect(transport.state).toBe('closed');
    expect(made.events).toContain('down#1 admin-api-missing');
    await made.link[Symbol.asyncDispose]();
    expect(made.fake.pendingTimers).toBe(0);
  });

  it('answers AppInfo and CheckBuild, echoes KeepAlive, and never ends for what it does not know', async () => {
    const made = inbound();
    const transport = new FakeTransport();
    made.link.adopt(transport, 'master');
    transport.deliver(PBX_INFO);
    await settle(made.fake);
    transport.deliver({ mt: 'AppInfo', app: 'switchroom-attendant', src: 'x' });
    transport.deliver({ mt: 'CheckBuild', url: 'https://gateway/app/1/index.htm' });
    transport.deliver({ mt: 'KeepAlive' });
    transport.deliver({ mt: 'NewMessage', api: 'PbxAdminApi', src: 'y' });
    for (const garbage of ['not json {', '[1]', '42', 'null', '', '{"mt":17}', '{"no":"mt"}'])
      transport.deliver(garbage);
    transport.deliver(`{"mt":"KeepAlive","x":"${'a'.repeat(1_100_000)}"}`);
    expect(transport.sent).toEqual([
      { mt: 'AppInfoResult', app: 'switchroom-attendant', info: {}, serviceInfo: { apis: {} }, src: 'x' },
      { mt: 'CheckBuildResult' },
      { mt: 'KeepAlive' },
    ]);
    expect(made.link.state.kind).toBe('ready');
    expect(made.metrics.of('frames-unknown')).toBe(1);
    expect(made.metrics.of('frames-invalid')).toBe(7);
    expect(made.metrics.of('frames-too-large')).toBe(1);
    await made.link[Symbol.asyncDispose]();
  });

  it('does not echo an echo for ever', async () => {
    const made = inbound();
    const transport = new FakeTransport();
    made.link.adopt(transport, 'master');
    transport.deliver(PBX_INFO);
    await settle(made.fake);
    await made.fake.advance(made.timings.heartbeat.quietMs);
    expect(transport.sent).toEqual([{ mt: 'KeepAlive' }]);
    transport.deliver({ mt: 'KeepAlive' });
    expect(transport.sent).toHaveLength(1);
    for (let i = 0; i < 10; i += 1) transport.deliver({ mt: 'KeepAlive' });
    expect(transport.sent).toHaveLength(2);
    await made.link[Symbol.asyncDispose]();
  });
});
