import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { decodeFrame, GetObject, loginDigest } from '@switchroom/protocol';
import { waitUntil } from '@switchroom/testkit/vitest';
import { describe, expect, it, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Transport } from '../link/transport';
import { attendantPbx, dialIn, type Gateway, inboundTarget, startGateway } from '../fleet/testing/world';

async function world(options: Parameters<typeof startGateway>[0] = {}, port = 0) {
  const gateway = await startGateway(options, port);
  await gateway.fleet.reconcile([inboundTarget()]);
  return gateway;
}

/** A peer of our own making at the PBX endpoint. */
async function peer(gateway: Gateway, path = '/app/example.com/site-1') {
  const frames: Record<string, unknown>[] = [];
  let end: { code: number; text: string } | undefined;
  const socket = new WebSocket(`ws://127.0.0.1:${gateway.port}${path}`, { perMessageDeflate: false });
  socket.on('message', (data: Buffer) => frames.push(JSON.parse(data.toString('utf8')) as Record<string, unknown>));
  socket.on('close', (code, text) => {
    end = { code, text: text.toString('utf8') };
  });
  socket.on('error', () => undefined);
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve());
    socket.once('error', reject);
  });
  const got = (mt: string) =>
    waitUntil(() => frames.find((frame) => frame.mt === mt), { message: `${mt}; got ${JSON.stringify(frames)}` });
  return {
    socket,
    frames,
    send: (frame: object | string) => socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame)),
    got,
    closed: () => waitUntil(() => end, { message: 'the close' }),
    async login(fields: Record<string, unknown>, password = 'secret') {
      this.send({ mt: 'AppChallenge' });
      const { challenge } = await got('AppChallengeResult');
      const login = { app: 'switchroom-attendant', sip: 'attendant', ...fields };
      this.send({ mt: 'AppLogin', ...login, digest: loginDigest(login, String(challenge), password) });
      return await got('AppLoginResult');
    },
  };
}

describe('a PBX that dials', () => {
  it('logs in, tells who it is, and can be read', async () => {
    await using gateway = await world();
    await using pbx = attendantPbx();
    dialIn(pbx, gateway);
    await gateway.shows('pbx-1', 'online');
    expect(gateway.fleet.identity('pbx-1')).toMatchObject({
      pbx: 'master',
      version: '14r1',
      apis: { source: 'announced' },
    });
    expect((await gateway.fleet.read('pbx-1', GetObject, { h323: 'attendant' })).cn).toBe('attendant');
    const answered = await pbx.journal.waitFor(({ mt, direction }) => mt === 'AppInfoResult' && direction === 'in');
    expect(decodeFrame(answered.text)).toMatchObject({
      kind: 'ok',
      role: 'result',
      message: { app: 'switchroom-attendant', info: {}, serviceInfo: { apis: {} } },
    });
    expect(gateway.fleet.appService.atTheDoor).toBe(0);
  });

  test.each(['empty', 'missing'] as const)('is recognised when its info is %s', async (mode) => {
    await using gateway = await world();
    await using pbx = attendantPbx();
    pbx.faults.infoMode(mode);
    dialIn(pbx, gateway);
    await gateway.shows('pbx-1', 'online');
    expect(gateway.fleet.identity('pbx-1')?.pbx).toBe('master');
  });

  it('comes back after its restart and after ours', async () => {
    await using pbx = attendantPbx();
    const gateway = await world();
    dialIn(pbx, gateway);
    await gateway.shows('pbx-1', 'online');
    pbx.restart();
    await gateway.until('the second epoch', () => gateway.events.includes('ready pbx-1#2'));
    await gateway[Symbol.asyncDispose]();
    expect(gateway.events.slice(-2)).toEqual(['link pbx-1 offline gateway-restart', 'down pbx-1#2 gateway-restart']);
    await using next = await world({}, gateway.port);
    expect(next.events).toEqual(['link pbx-1 offline gateway-restart']);
    await next.shows('pbx-1', 'online');
  });

  it('with a wrong password is told so, and comes up once the password is right', async () => {
    await using gateway = await world();
    await using pbx = attendantPbx({ apps: [{ name: 'attendant', password: 'other' }] });
    dialIn(pbx, gateway);
    await gateway.shows('pbx-1', 'refused', 'password-refused');
    expect(gateway.events.filter((event) => event.includes('refused'))).toHaveLength(1);
    pbx.admin.setPassword('attendant', 'secret');
    await gateway.shows('pbx-1', 'online');
  });

  it('at a path that names no PBX gets a 404', async () => {
    await using gateway = await world();
    for (const path of [
      '/app/example.com/site-2',
      '/app/other.com/site-1',
      '/app/example.com/site-1/other-app',
      '/app/x',
    ]) {
      await expect(peer(gateway, path)).rejects.toThrow('404');
    }
    expect(gateway.fleet.link('pbx-1').kind).toBe('offline');
    await gateway.until('an empty door', () => gateway.fleet.appService.atTheDoor === 0);
  });

  it('with another Name or another app is told which was expected', async () => {
    await using gateway = await world();
    const named = await peer(gateway);
    expect(await named.login({ sip: 'reception', info: { appobj: 'reception' } })).toMatchObject({ ok: false });
    await gateway.shows('pbx-1', 'refused', 'unknown-app');
    expect(gateway.fleet.link('pbx-1').detail).toContain('expected "attendant"');
    const app = await peer(gateway);
    expect(await app.login({ app: 'other' })).toMatchObject({ ok: false });
    await gateway.shows('pbx-1', 'refused', 'unknown-app');
    await Promise.all([named.closed(), app.closed()]);
  });

  it('replaces its own older connection', async () => {
    await using gateway = await world();
    const login = { info: { appobj: 'attendant', pbx: 'master' } };
    const first = await peer(gateway);
    await first.login(login);
    first.send({ mt: 'PbxInfo', pbx: 'master', apis: ['PbxAdminApi'] });
    await gateway.shows('pbx-1', 'online');
    const second = await peer(gateway);
    await second.login(login);
    second.send({ mt: 'PbxInfo', pbx: 'master', apis: ['PbxAdminApi'] });
    await gateway.until('the second', () => gateway.events.includes('ready pbx-1#2'));
    await first.closed();
    expect(gateway.events).toContain('down pbx-1#1 replaced');
  });

  it.each([
    ['by its login', { appobj: 'attendant', pbx: 'slave' }],
    ['by its PbxInfo', undefined],
  ])('is refused when it is another PBX than the linked one, told %s', async (_name, info) => {
    await using gateway = await world();
    await using pbx = attendantPbx();
    dialIn(pbx, gateway);
    await gateway.shows('pbx-1', 'online');
    const other = await peer(gateway);
    const { ok } = await other.login({ info });
    if (info === undefined) other.send({ mt: 'PbxInfo', pbx: 'slave', apis: ['PbxAdminApi'] });
    else expect(ok).toBe(false);
    await other.closed();
    expect(gateway.fleet.link('pbx-1')).toMatchObject({ kind: 'online', reason: 'another-pbx', detail: 'slave' });
    expect(gateway.events.filter((event) => event.startsWith('down'))).toEqual([]);
  });

  it('without a name in its login takes over once PbxInfo shows that it is the same PBX', async () => {
    await using gateway = await world();
    await using pbx = attendantPbx();
    dialIn(pbx, gateway, { reconnect: { minMs: 60_000 } });
    await gateway.shows('pbx-1', 'online');
    const again = await peer(gateway);
    expect(await again.login({})).toMatchObject({ ok: true });
    again.send({ mt: 'AppInfo', app: 'switchroom-attendant', src: 'early' });
    again.send({ mt: 'PbxInfo', pbx: 'master', apis: ['PbxAdminApi'] });
    await gateway.until('the second epoch', () => gateway.events.includes('ready pbx-1#2'));
    expect(await again.got('AppInfoResult')).toMatchObject({ src: 'early' });
  });
});

describe('a user at the endpoint of PBXes', () => {
  it.each([
    ['with pbxObj', false],
    ['who stripped pbxObj', true],
  ])('%s gets no link and disturbs none', async (_name, omitPbxObj) => {
    await using gateway = await world();
    await using pbx = attendantPbx();
    pbx.admin.createUser({ cn: 'Ann Lee', h323: 'ann' });
    const user = dialIn(pbx, gateway, { user: 'ann', omitPbxObj });
    await gateway.shows('pbx-1', 'refused', 'not-the-app-object');
    expect(gateway.fleet.link('pbx-1').detail).toBe('ann');
    dialIn(pbx, gateway);
    await gateway.shows('pbx-1', 'online');
    const before = pbx.journal.count({ mt: 'AppLogin', direction: 'out' });
    await pbx.journal.waitFor(() => pbx.journal.count({ mt: 'AppLogin', direction: 'out' }) > before + 1);
    expect(user.state).not.toBe('connected');
    expect(gateway.fleet.link('pbx-1').kind).toBe('online');
    expect(gateway.events.filter((event) => event.startsWith('down'))).toEqual([]);
  });
});

describe('a user where the attendant service is open', () => {
  /** A service that notes whom it got and echoes what they send. */
  function echoingService() {
    const users: object[] = [];
    const transports: Transport[] = [];
    const adopt = (transport: Transport, place: object, login: object) => {
      users.push({ ...place, ...login });
      transports.push(transport);
      transport.listen({
        message: (text) => transport.send(`{"mt":"Echo","text":${JSON.stringify(text)}}`),
        binary: () => undefined,
        pong: () => undefined,
        close: () => undefined,
      });
      return 'adopted' as const;
    };
    const close = () => {
      for (const transport of transports) transport.terminate();
    };
    return { users, attendant: { adopt }, [Symbol.dispose]: close };
  }
  const ann = { sip: 'ann', guid: 'g1', dn: 'Ann', info: { appobj: 'attendant', unlicensed: true } };

  it('is handed over with what the digest proves, and is no concern of the link', async () => {
    const { users, ...service } = echoingService();
    await using gateway = await world(service);
    await using pbx = attendantPbx();
    using _open = service;
    const user = await peer(gateway);
    expect(await user.login({ ...ann, pbxObj: 'attendant' })).toMatchObject({ ok: true });
    expect(users).toEqual([{ pbxId: 'pbx-1', user: 'ann', guid: 'g1', displayName: 'Ann', unlicensed: true }]);
    user.send({ mt: 'GetPbxConfig', api: 'PbxAdminApi' });
    expect(await user.got('Echo')).toMatchObject({ text: expect.stringContaining('GetPbxConfig') as unknown });
    expect(gateway.events).toEqual(['link pbx-1 offline gateway-restart']);
    expect(gateway.fleet.appService.atTheDoor).toBe(0);
    dialIn(pbx, gateway);
    await gateway.shows('pbx-1', 'online');
    user.send({ mt: 'KeepAlive' });
    await gateway.until('the second echo', () => user.frames.filter(({ mt }) => mt === 'Echo').length === 2);
    user.socket.close();
    await user.closed();
  });

  it.each([
    ['stripped pbxObj', ann, 'secret'],
    ['used a wrong password', { ...ann, pbxObj: 'attendant' }, 'wrong'],
    ['has the Name of the App object', { ...ann, sip: 'attendant', pbxObj: 'attendant' }, 'secret'],
  ])('who %s stays out', async (_name, login, password) => {
    const { users, attendant } = echoingService();
    await using gateway = await world({ attendant });
    const user = await peer(gateway);
    expect(await user.login(login, password)).toMatchObject({ ok: false });
    await user.closed();
    expect(users).toEqual([]);
  });

  it('is sent away while the service stops', async () => {
    await using gateway = await world({ attendant: { adopt: () => 'closed' } });
    const user = await peer(gateway);
    await user.login({ ...ann, pbxObj: 'attendant' });
    expect(await user.closed()).toMatchObject({ code: 1001 });
  });
});

describe('an unauthenticated peer', () => {
  test.each([
    ['an API message', { mt: 'GetPbxConfig', api: 'PbxAdminApi' }],
    ['an unknown API message', { mt: 'X', api: 'Y' }],
    ['garbage', 'not json'],
    ['an array', '[1]'],
  ])('that sends %s is closed', async (_name, frame) => {
    await using gateway = await world();
    const stranger = await peer(gateway);
    stranger.send(frame);
    expect((await stranger.closed()).code).toBe(1008);
    expect(stranger.frames).toEqual([]);
    expect(gateway.metrics.of('door-misbehaved')).toBe(1);
  });

  it('may ask CheckBuild and send KeepAlive, but not for ever', async () => {
    await using gateway = await world();
    const stranger = await peer(gateway);
    stranger.send({ mt: 'CheckBuild', url: 'https://x/1/index.htm' });
    await stranger.got('CheckBuildResult');
    stranger.send({ mt: 'SomethingNew' });
    stranger.send({ mt: 'KeepAlive' });
    await stranger.got('KeepAlive');
    for (let i = 0; i < 20; i += 1) stranger.send({ mt: 'KeepAlive' });
    expect((await stranger.closed()).text).toContain('too many');
  });

  it('cannot use a challenge twice, nor log in without one', async () => {
    await using gateway = await world();
    const login = { app: 'switchroom-attendant', sip: 'attendant' };
    const without = await peer(gateway);
    without.send({ mt: 'AppLogin', ...login, digest: loginDigest(login, '', 'secret') });
    expect(await without.got('AppLoginResult')).toMatchObject({ ok: false });
    const first = await peer(gateway);
    await first.login({}, 'wrong');
    const second = await peer(gateway);
    second.send({ mt: 'AppChallenge' });
    const { challenge: fresh } = await second.got('AppChallengeResult');
    const { challenge: used } = await first.got('AppChallengeResult');
    expect(fresh).not.toBe(used);
    second.send({ mt: 'AppLogin', ...login, digest: loginDigest(login, String(used), 'secret') });
    expect(await second.got('AppLoginResult')).toMatchObject({ ok: false });
    await Promise.all([without.closed(), first.closed(), second.closed()]);
  });

  it('gets a challenge of at most 16 printable characters', async () => {
    await using gateway = await world();
    const stranger = await peer(gateway);
    stranger.send({ mt: 'AppChallenge', src: 'mine' });
    const { challenge, src } = await stranger.got('AppChallengeResult');
    expect(challenge).toMatch(/^[0-9a-f]{16}$/);
    expect(src).toBe('mine');
  });

  it('is cut after the time for a login, and after more bytes than a login needs', async () => {
    await using gateway = await world({ appServiceTimings: { handshakeMs: 100 } });
    const idle = await peer(gateway);
    expect((await idle.closed()).text).toBe('no login in time');
    await using other = await world();
    const loud = await peer(other);
    loud.send({ mt: 'KeepAlive', x: 'a'.repeat(40_000) });
    expect((await loud.closed()).code).toBe(1006);
    expect(other.metrics.of('door-misbehaved')).toBe(1);
    await other.until('an empty door', () => other.fleet.appService.atTheDoor === 0);
  });

  it('finds the door full when too many of its kind stand there', async () => {
    await using gateway = await world({ appServiceLimits: { perAddress: 2 } });
    const held = [await peer(gateway), await peer(gateway)];
    await expect(peer(gateway)).rejects.toThrow('503');
    held[0]?.socket.close();
    await gateway.until('a place', () => gateway.fleet.appService.atTheDoor === 1);
    const third = await peer(gateway);
    expect(third.socket.readyState).toBe(WebSocket.OPEN);
  });

  it('that talks no websocket is answered, and its socket does not stay', async () => {
    await using gateway = await world();
    const socket = connect(gateway.port, '127.0.0.1');
    let text = '';
    socket.on('data', (data) => {
      text += data.toString('utf8');
    });
    socket.write(
      'GET /app/example.com/site-1 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    );
    await new Promise((resolve) => {
      socket.once('close', resolve);
    });
    expect(text).toMatch(/^HTTP\/1\.1 400 /);
    await gateway.until('an empty door', () => gateway.fleet.appService.atTheDoor === 0);
  });

  it('that knocks with a wrong password does not mark a link that works', async () => {
    await using gateway = await world();
    await using pbx = attendantPbx();
    dialIn(pbx, gateway);
    await gateway.shows('pbx-1', 'online');
    const stranger = await peer(gateway);
    expect(await stranger.login({}, 'guess')).toMatchObject({ ok: false });
    await stranger.closed();
    expect(gateway.fleet.link('pbx-1')).toMatchObject({ kind: 'online', reason: undefined });
    expect(gateway.metrics.of('door-login-refused')).toBe(1);
  });
});

describe('the HTTP side of the App URL', () => {
  async function get(gateway: Gateway, path: string, method = 'GET') {
    return await new Promise<{ status: number; type: string; body: Buffer }>((resolve, reject) => {
      const sent = httpRequest({ host: '127.0.0.1', port: gateway.port, path, method, agent: false }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            type: String(response.headers['content-type']),
            body: Buffer.concat(parts),
          }),
        );
      });
      sent.on('error', reject);
      sent.end();
    });
  }
  const json = async (gateway: Gateway, path: string) =>
    JSON.parse((await get(gateway, path)).body.toString('utf8')) as Record<string, unknown>;

  it('shows the same page and icon for every path, and nothing else', async () => {
    await using gateway = await world();
    const known = await get(gateway, '/app/example.com/site-1/switchroom-attendant.htm');
    const unknown = await get(gateway, '/app/nobody.com/none/anything.htm');
    expect(known).toMatchObject({ status: 200, type: 'text/html; charset=utf-8' });
    expect(unknown.body.equals(known.body)).toBe(true);
    const icon = await get(gateway, '/app/example.com/site-1/switchroom-attendant.png');
    expect(icon).toMatchObject({ status: 200, type: 'image/png' });
    expect(icon.body.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
    expect((await get(gateway, '/app/example.com/site-1/switchroom-attendant')).status).toBe(404);
    expect((await get(gateway, '/app/example.com/%E0%A4%A/x.htm')).status).toBe(404);
    expect((await get(gateway, '/app/example.com/site-1/switchroom-attendant.htm', 'POST')).status).toBe(405);
    expect((await get(gateway, '/app/example.com/site-1/x.htm', 'HEAD')).body).toHaveLength(0);
  });

  it('checks a login without a websocket; a challenge counts once, for one App object, and for a while', async () => {
    await using gateway = await world({ appServiceTimings: { httpChallengeMs: 60_000 } });
    const base = '/app/example.com/site-1/switchroom-attendant';
    const info = { appobj: 'attendant', cn: 'Änne & Söhne/<x>' };
    const login = { app: 'switchroom-attendant', domain: 'example.com', sip: 'ann', guid: '00', dn: 'Ann', info };
    const query = (challenge: unknown, password: string) => {
      const digest = loginDigest(login, String(challenge), password);
      const fields = { mt: 'AppLogin', ...login, info: JSON.stringify(info), digest, challenge: String(challenge) };
      return `${base}?${new URLSearchParams(fields).toString()}`;
    };
    const { mt, challenge } = await json(gateway, `${base}?mt=AppChallenge`);
    expect(mt).toBe('AppChallengeResult');
    const right = query(challenge, 'secret');
    expect(await json(gateway, right)).toEqual({ mt: 'AppLoginResult', ok: true });
    expect(await json(gateway, right)).toEqual({ mt: 'AppLoginResult', ok: false });
    const second = await json(gateway, `${base}?mt=AppChallenge`);
    expect(await json(gateway, query(second.challenge, 'wrong'))).toEqual({ mt: 'AppLoginResult', ok: false });
    expect(await json(gateway, query('never-issued', 'secret'))).toEqual({ mt: 'AppLoginResult', ok: false });
    const elsewhere = await json(gateway, '/app/example.com/site-2/switchroom-attendant?mt=AppChallenge');
    expect(await json(gateway, query(elsewhere.challenge, 'secret'))).toEqual({ mt: 'AppLoginResult', ok: false });
    const bad = `${base}?mt=AppLogin&info=${encodeURIComponent('{')}&digest=x&challenge=y`;
    expect(await json(gateway, bad)).toEqual({ mt: 'AppLoginResult', ok: false });
  });
});

describe('many PBXes at once', () => {
  it('200 dial in together and are all ready', async () => {
    await using gateway = await startGateway();
    const targets = Array.from({ length: 200 }, (_, n) => inboundTarget({ pbxId: `pbx-${n}`, instance: `site-${n}` }));
    await gateway.fleet.reconcile(targets);
    const pbxes = targets.map((_, n) => attendantPbx({ name: `pbx${n}`, users: 0, catalogue: false, journal: false }));
    pbxes.forEach((pbx, n) =>
      dialIn(pbx, gateway, { url: `${gateway.url}/app/example.com/site-${n}/switchroom-attendant` }),
    );
    await gateway.until('all ready', () => gateway.fleet.counts().online === 200);
    expect(gateway.fleet.appService.atTheDoor).toBe(0);
    await Promise.all(pbxes.map((pbx) => pbx.close()));
    await gateway.until('all gone', () => gateway.fleet.counts().offline === 200);
  });
});
