import { GetPbxConfig, loginDigest } from '@switchroom/protocol';
import { describe, expect, it, test } from 'vitest';
import { ConnectError } from './errors';
import { FakeTransport, settle } from './testing/fakes';
import { APP, identified, loggedIn, outbound, ready } from './testing/play';

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

  it('loses nothing that comes in one breath with the end of the login', async () => {
    const made = outbound();
    made.link.start({ reason: 'never-connected' });
    await settle(made.fake);
    const transport = made.dialler.latest;
    transport.deliver({ mt: 'AppChallengeResult', challenge: '1234' });
    await settle(made.fake);
    transport.deliver({ mt: 'AppLoginResult', ok: true });
    transport.deliver({ mt: 'AppInfo', app: 'switchroom-attendant' });
    await settle(made.fake);
    expect(transport.last('AppInfoResult')).toBeDefined();
    await made.link[Symbol.asyncDispose]();
  });

  it('closes a socket that opens after the link was closed', async () => {
    const late = new FakeTransport();
    let open: (transport: FakeTransport) => void = () => undefined;
    const dial = () =>
      new Promise<FakeTransport>((resolve) => {
        open = resolve;
      });
    const made = outbound({}, { dial });
    made.link.start({ reason: 'never-connected' });
    await settle(made.fake);
    const closing = made.link[Symbol.asyncDispose]();
    open(late);
    await closing;
    expect([late.state, late.sent, made.link.state.kind]).toEqual(['closed', [], 'closed']);
    expect(made.fake.pendingTimers).toBe(0);
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
