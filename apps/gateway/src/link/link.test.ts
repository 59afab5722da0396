import { DeleteObject, GetPbxConfig, loginDigest, MonitorConfig } from '@switchroom/protocol';
import { describe, expect, it, test } from 'vitest';
import type { LinkContext, LinkTarget } from './context';
import { ConnectError, type LinkError } from './errors';
import { Link } from './link';
import { FakeTransport, harness, PBX_INFO, settle } from './testing/fakes';

const APP = {
  mt: 'GetObjectResult',
  api: 'PbxAdminApi',
  guid: '0123456789abcdef0123456789abcdef',
  h323: 'attendant',
  cn: 'Attendant',
  loc: 'master',
  pseudo: { type: 'app', app: { admin: true, tableusers: true, websocket: true } },
};

function outbound(target: Partial<LinkTarget> = {}, context: Partial<LinkContext> = {}) {
  const context_ = harness(target, context);
  const link = new Link(context_);
  const events: string[] = [];
  link.events.on('state', ({ state }) => events.push(state.kind));
  link.events.on('ready', ({ epoch }) => events.push(`ready#${epoch}`));
  link.events.on('down', ({ epoch, reason }) => events.push(`down#${epoch} ${reason}`));
  return { ...context_, link, events };
}

type Outbound = ReturnType<typeof outbound>;

function inbound(context: Partial<LinkContext> = {}) {
  const made = outbound({ direction: 'inbound', address: undefined }, context);
  made.link.start({ reason: 'never-connected' });
  return made;
}

/** Plays the PBX up to the end of the login. */
async function loggedIn({ fake, dialler }: Outbound): Promise<FakeTransport> {
  await settle(fake);
  const transport = dialler.latest;
  transport.deliver({ mt: 'AppChallengeResult', challenge: '1234' });
  await settle(fake);
  transport.deliver({ mt: 'AppLoginResult', ok: true });
  await settle(fake);
  return transport;
}

/** Answers the questions of the identity step. */
async function identified({ fake }: Outbound, transport: FakeTransport, app: object = APP): Promise<void> {
  const monitor = transport.last('MonitorConfig');
  transport.deliver({ mt: 'MonitorConfigResult', api: 'PbxAdminApi', src: monitor?.src });
  transport.deliver({
    mt: 'MonitorConfigInfo',
    api: 'PbxAdminApi',
    src: monitor?.src,
    domain: 'example.com',
    pbx: 'master',
  });
  transport.deliver({ ...app, src: transport.last('GetObject')?.src });
  await settle(fake);
}

async function ready(made: Outbound): Promise<FakeTransport> {
  const transport = await loggedIn(made);
  await identified(made, transport);
  return transport;
}

describe('an outbound link', () => {
  it('logs in as its App object with everything else empty, asks who the PBX is, and is ready', async () => {
    const made = outbound();
    made.link.start({ reason: 'never-connected' });
    const transport = await loggedIn(made);
    const login = transport.last('AppLogin');
    expect(login).toEqual({
      mt: 'AppLogin',
      app: 'attendant',
      domain: '',
      sip: '',
      guid: '',
      dn: '',
      digest: loginDigest({ app: 'attendant' }, '1234', 'secret'),
    });
    expect(transport.last('GetObject')).toMatchObject({ h323: 'attendant', api: 'PbxAdminApi' });
    await identified(made, transport);
    expect(made.events).toEqual(['connecting', 'authenticating', 'identifying', 'ready', 'ready#1']);
    expect(made.link.identity).toMatchObject({
      pbx: 'master',
      domain: 'example.com',
      apis: { granted: ['PbxTableUsers', 'PbxAdminApi'], source: 'read' },
    });
    await made.link[Symbol.asyncDispose]();
    expect(made.fake.pendingTimers).toBe(0);
  });

  it('reads a challenge that is a number', async () => {
    const made = outbound();
    made.link.start({ reason: 'never-connected' });
    await settle(made.fake);
    made.dialler.latest.deliver('{"mt":"AppChallengeResult","challenge":1234567890123456}');
    await settle(made.fake);
    const digest = loginDigest({ app: 'attendant' }, '1234567890123456', 'secret');
    expect(made.dialler.latest.last('AppLogin')?.digest).toBe(digest);
    await made.link[Symbol.asyncDispose]();
  });

  it('opens one socket for ten connects at once', async () => {
    const made = outbound();
    const all = Array.from({ length: 10 }, () => made.link.connect());
    await ready(made);
    await Promise.all(all);
    await made.link.connect();
    expect(made.dialler.transports).toHaveLength(1);
    await made.link[Symbol.asyncDispose]();
  });

  test.each([
    [{ mt: 'AppLoginResult', ok: false }, 'password-refused'],
    [{ mt: 'AppLoginResult' }, 'password-refused'],
    [{ mt: 'AppLoginResult', error: 2, errorText: 'wrong password' }, 'password-refused'],
    [{ mt: 'AppLoginResult', error: 'unknown app' }, 'unknown-app'],
    [{ mt: 'AppLoginResult', error: 1, errorText: 'App object "x" not found' }, 'unknown-app'],
  ])('stops after one try when the PBX answers %j', async (answer, reason) => {
    const made = outbound();
    made.link.start({ reason: 'never-connected' });
    await settle(made.fake);
    made.dialler.latest.deliver({ mt: 'AppChallengeResult', challenge: '1' });
    await settle(made.fake);
    made.dialler.latest.deliver(answer);
    await settle(made.fake);
    expect(made.link.state).toMatchObject({ kind: 'refused', reason });
    await made.fake.advance(24 * 3_600_000);
    expect(made.dialler.calls).toHaveLength(1);
    expect(made.dialler.latest.state).toBe('closed');
    made.link.retryNow();
    await settle(made.fake);
    expect(made.dialler.calls).toHaveLength(2);
    await made.link[Symbol.asyncDispose]();
  });

  it('ignores the late login reply of connection 1 after connection 2 opened', async () => {
    const made = outbound();
    made.link.start({ reason: 'never-connected' });
    await settle(made.fake);
    const first = made.dialler.latest;
    first.deliver({ mt: 'AppChallengeResult', challenge: '1' });
    await made.fake.advance(made.timings.loginMs);
    expect(made.link.state).toMatchObject({ kind: 'waiting', reason: 'timeout' });
    await made.fake.advance(1_000);
    expect(made.dialler.transports).toHaveLength(2);
    expect(made.link.state.kind).toBe('authenticating');
    first.deliver({ mt: 'AppLoginResult', ok: true });
    await settle(made.fake);
    expect(made.link.state).toEqual({ kind: 'authenticating', epoch: 2 });
    await ready(made);
    first.deliver({ mt: 'AppLoginResult', ok: false });
    first.end();
    await settle(made.fake);
    expect(made.link.state).toEqual({ kind: 'ready', epoch: 2 });
    await made.link[Symbol.asyncDispose]();
  });

  it('waits longer and longer when connections open and close at once', async () => {
    const made = outbound();
    made.link.start({ reason: 'never-connected' });
    const delays: number[] = [];
    for (let i = 0; i < 8; i += 1) {
      const transport = await ready(made);
      transport.end(1000);
      const { state } = made.link;
      if (state.kind !== 'waiting') throw new Error(`unexpected ${state.kind}`);
      delays.push(state.retryAt - made.fake.now());
      await made.fake.advance(state.retryAt - made.fake.now());
    }
    expect(delays).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    const transport = await ready(made);
    await made.fake.advance(made.timings.stableMs);
    transport.end(1000);
    expect(made.link.state).toMatchObject({ kind: 'waiting', attempt: 1 });
    await made.link[Symbol.asyncDispose]();
  });

  it('tries again after a failed dial, and stops for a certificate', async () => {
    const made = outbound();
    made.dialler.failures.push(new ConnectError('dns', 'no such host'), new ConnectError('certificate-expired'));
    made.link.start({ reason: 'never-connected' });
    await settle(made.fake);
    expect(made.link.state).toMatchObject({ kind: 'waiting', reason: 'dns', detail: 'no such host' });
    await made.fake.advance(500);
    expect(made.link.state).toMatchObject({ kind: 'refused', reason: 'certificate-expired' });
    expect(made.fake.pendingTimers).toBe(0);
    await made.link[Symbol.asyncDispose]();
  });

  it('calls a websocket that never sends a challenge no PBX', async () => {
    const made = outbound();
    made.link.start({ reason: 'never-connected' });
    await made.fake.advance(made.timings.loginMs);
    expect(made.link.state).toMatchObject({ kind: 'waiting', reason: 'not-a-pbx' });
    await made.link[Symbol.asyncDispose]();
  });

  it('shows a missing PbxAdminApi, keeps the connection, and becomes ready when the flag appears', async () => {
    const made = outbound();
    made.link.start({ reason: 'never-connected' });
    const transport = await loggedIn(made);
    await made.fake.advance(made.timings.identifyMs);
    expect(made.link.state).toMatchObject({ kind: 'refused', reason: 'admin-api-missing' });
    expect(transport.state).toBe('open');
    await expect(made.link.request(GetPbxConfig, {}, { deadlineMs: 100 })).rejects.toMatchObject({ code: 'offline' });
    for (let ms = 0; ms < made.timings.recheckMs; ms += 10_000) {
      await made.fake.advance(10_000);
      transport.pong();
    }
    await identified(made, transport);
    expect(made.link.state).toEqual({ kind: 'ready', epoch: 1 });
    await made.link[Symbol.asyncDispose]();
    expect(made.fake.pendingTimers).toBe(0);
  });

  it('believes the flags of the App object', async () => {
    const made = outbound();
    made.link.start({ reason: 'never-connected' });
    const transport = await loggedIn(made);
    await identified(made, transport, { ...APP, pseudo: { type: 'app', app: { websocket: true, rcc: true } } });
    expect(made.link.state).toMatchObject({ kind: 'refused', reason: 'admin-api-missing' });
    expect(made.link.identity?.apis?.granted).toEqual(['RCC']);
    await made.link[Symbol.asyncDispose]();
  });

  it('is ready without knowing the flags when only the configuration was answered', async () => {
    const made = outbound();
    made.link.start({ reason: 'never-connected' });
    const transport = await loggedIn(made);
    const src = transport.last('MonitorConfig')?.src;
    transport.deliver({ mt: 'MonitorConfigResult', api: 'PbxAdminApi', src });
    await made.fake.advance(made.timings.identifyMs);
    expect(made.link.state.kind).toBe('ready');
    expect(made.link.identity?.apis).toBeUndefined();
    await made.link[Symbol.asyncDispose]();
  });

  it('finds a dead connection by its silence and takes the ordinary way', async () => {
    const made = outbound();
    made.link.start({ reason: 'never-connected' });
    const transport = await ready(made);
    await made.fake.advance(3 * made.timings.heartbeat.quietMs);
    expect(transport.last('KeepAlive')).toEqual({ mt: 'KeepAlive' });
    expect(transport.pings).toBe(2);
    expect(made.events.slice(5, 8)).toEqual(['down#1 heartbeat-lost', 'waiting', 'connecting']);
    await made.link[Symbol.asyncDispose]();
  });

  it('lets a pong keep a silent connection alive', async () => {
    const made = outbound();
    made.link.start({ reason: 'never-connected' });
    const transport = await ready(made);
    for (let i = 0; i < 40; i += 1) {
      await made.fake.advance(made.timings.heartbeat.quietMs / 2);
      transport.pong();
    }
    expect(made.link.state.kind).toBe('ready');
    await made.link[Symbol.asyncDispose]();
  });

  it('tries again later when the stored password cannot be opened', async () => {
    const made = outbound({ password: () => Promise.reject(new Error('database is away')) });
    made.link.start({ reason: 'never-connected' });
    await settle(made.fake);
    made.dialler.latest.deliver({ mt: 'AppChallengeResult', challenge: '1' });
    await settle(made.fake);
    expect(made.link.state).toMatchObject({ kind: 'waiting', reason: 'unreachable' });
    await made.link[Symbol.asyncDispose]();
  });
});

describe('requests of a link', () => {
  it('wait while it connects, in order, and go out when it is ready', async () => {
    const made = outbound();
    made.link.start({ reason: 'never-connected' });
    const first = made.link.request(GetPbxConfig, {}, { deadlineMs: 5_000 });
    const second = made.link.request(DeleteObject, { guid: 'g' }, { deadlineMs: 5_000 });
    const transport = await loggedIn(made);
    expect(transport.last('GetPbxConfig')).toBeUndefined();
    await identified(made, transport);
    expect(transport.sent.slice(-2).map((frame) => frame.mt)).toEqual(['GetPbxConfig', 'DeleteObject']);
    transport.deliver({ mt: 'DeleteObjectResult', api: 'PbxAdminApi', src: transport.last('DeleteObject')?.src });
    transport.deliver({
      mt: 'GetPbxConfigResult',
      api: 'PbxAdminApi',
      src: transport.last('GetPbxConfig')?.src,
      loc: 'x',
    });
    expect(await first).toEqual({ loc: 'x' });
    expect(await second).toEqual({});
    await made.link[Symbol.asyncDispose]();
  });

  it('are refused when too many wait, at their deadline, and when the try fails', async () => {
    const made = outbound();
    made.link.start({ reason: 'never-connected' });
    const outcomes = [1, 2, 3, 4].map((n) =>
      made.link.request(GetPbxConfig, {}, { deadlineMs: n === 1 ? 100 : 60_000 }).catch((error: LinkError) => error),
    );
    expect(await outcomes[3]).toMatchObject({ code: 'queue-full', sent: false });
    await made.fake.advance(100);
    expect(await outcomes[0]).toMatchObject({ code: 'offline', sent: false });
    await made.fake.advance(made.timings.loginMs);
    expect(await outcomes[1]).toMatchObject({ code: 'offline', sent: false });
    expect(await outcomes[2]).toMatchObject({ code: 'offline', sent: false });
    await made.link[Symbol.asyncDispose]();
    expect(made.fake.pendingTimers).toBe(0);
  });

  it('fail at once while the link is down', async () => {
    const made = inbound();
    await expect(made.link.request(GetPbxConfig, {}, { deadlineMs: 100 })).rejects.toMatchObject({
      code: 'offline',
      sent: false,
    });
    expect(made.fake.pendingTimers).toBe(0);
  });

  it('that were sent when the connection drops have an unknown outcome and are never sent again', async () => {
    const made = outbound();
    made.link.start({ reason: 'never-connected' });
    const transport = await ready(made);
    const write = made.link
      .request(DeleteObject, { guid: 'g' }, { deadlineMs: 5_000 })
      .catch((error: LinkError) => error);
    await settle(made.fake);
    transport.end(1006);
    expect(await write).toMatchObject({ code: 'dropped', sent: true });
    await made.fake.advance(1_000);
    const next = await ready(made);
    expect(next).not.toBe(transport);
    expect(next.last('DeleteObject')).toBeUndefined();
    await made.link[Symbol.asyncDispose]();
  });

  it('given up before sending say so', async () => {
    const made = outbound();
    made.link.start({ reason: 'never-connected' });
    await ready(made);
    const options = { deadlineMs: 100, signal: AbortSignal.abort() };
    await expect(made.link.request(DeleteObject, { guid: 'g' }, options)).rejects.toMatchObject({
      code: 'aborted',
      sent: false,
    });
    await made.link[Symbol.asyncDispose]();
  });

  it('may end while the link drains, new ones may not start', async () => {
    const made = outbound();
    made.link.start({ reason: 'never-connected' });
    const transport = await ready(made);
    const running = made.link.request(GetPbxConfig, {}, { deadlineMs: 5_000 });
    await settle(made.fake);
    const closing = made.link[Symbol.asyncDispose]();
    await expect(made.link.request(GetPbxConfig, {}, { deadlineMs: 100 })).rejects.toMatchObject({ code: 'offline' });
    transport.deliver({
      mt: 'GetPbxConfigResult',
      api: 'PbxAdminApi',
      src: transport.last('GetPbxConfig')?.src,
      loc: 'x',
    });
    expect(await running).toEqual({ loc: 'x' });
    await closing;
    expect(made.events.slice(-3)).toEqual(['draining', 'down#1 gateway-restart', 'closed']);
    expect(made.fake.pendingTimers).toBe(0);
  });
});

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

describe('subscriptions of a link', () => {
  it('start when it is ready, start again with the same src after it was away, and end on the PBX', async () => {
    const made = outbound();
    const seen: string[] = [];
    const end = made.subscriptions.add(
      MonitorConfig,
      {},
      {
        onResult: (_result, epoch) => seen.push(`result#${epoch}`),
        onMessage: (message, epoch) => seen.push(`${message.mt} ${String(message.fields.pbx)}#${epoch}`),
      },
    );
    made.link.start({ reason: 'never-connected' });
    const first = await ready(made);
    const { src } = first.last('MonitorConfig') ?? {};
    const info = { mt: 'MonitorConfigInfo', api: 'PbxAdminApi', src };
    first.deliver({ ...info, pbx: 'early' });
    first.deliver({ mt: 'MonitorConfigResult', api: 'PbxAdminApi', src });
    await settle(made.fake);
    first.end();
    await made.fake.advance(1_000);
    const second = await ready(made);
    expect(second.last('MonitorConfig')?.src).toBe(src);
    second.deliver({ mt: 'MonitorConfigResult', api: 'PbxAdminApi', src });
    second.deliver({ ...info, pbx: 'again' });
    first.deliver({ ...info, pbx: 'ghost' });
    await settle(made.fake);
    expect(seen).toEqual(['MonitorConfigInfo early#1', 'result#1', 'MonitorConfigInfo again#2', 'result#2']);
    end();
    expect(second.last('MonitorConfig')).toEqual({ mt: 'MonitorConfig', api: 'PbxAdminApi', stop: true, src });
    second.deliver({ ...info, pbx: 'late' });
    expect(seen).toHaveLength(4);
    await made.link[Symbol.asyncDispose]();
  });

  it('are ended on the PBX when nobody knows them, once', async () => {
    const made = outbound();
    made.link.start({ reason: 'never-connected' });
    const transport = await ready(made);
    const sent = transport.sent.length;
    const stray = { mt: 'MonitorConfigInfo', api: 'PbxAdminApi', src: 'old', pbx: 'x' };
    transport.deliver(stray);
    transport.deliver(stray);
    transport.deliver({ mt: 'ReplicateUpdate', api: 'PbxTableUsers', src: 'old', columns: { guid: 'g' } });
    expect(transport.sent.slice(sent)).toEqual([{ mt: 'MonitorConfig', api: 'PbxAdminApi', stop: true, src: 'old' }]);
    expect(made.metrics.of('events-unknown-subscription')).toBe(3);
    await made.link[Symbol.asyncDispose]();
  });

  it('start again when their start was not answered', async () => {
    const made = outbound();
    made.subscriptions.add(MonitorConfig, {}, { onMessage: () => undefined });
    made.link.start({ reason: 'never-connected' });
    const transport = await ready(made);
    const starts = () => transport.sent.filter(({ mt, src }) => mt === 'MonitorConfig' && src === 's1').length;
    expect(starts()).toBe(1);
    for (let ms = 0; ms < 10_000 + made.timings.resubscribeMs; ms += 1_000) {
      await made.fake.advance(1_000);
      transport.pong();
    }
    expect(starts()).toBe(2);
    const closing = made.link[Symbol.asyncDispose]();
    // The second start is not answered either, and draining waits for it only so long.
    await made.fake.advance(made.timings.drainMs);
    await closing;
    expect(made.fake.pendingTimers).toBe(0);
  });
});
