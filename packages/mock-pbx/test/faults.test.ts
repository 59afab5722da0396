import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MockPbx } from '../src/index';
import { AppService, Peer } from './peer';

const PASSWORD = 'app secret';
let pbx: MockPbx;
let url: string;
let peer: Peer;

beforeEach(async () => {
  pbx = new MockPbx({
    name: 'master',
    domain: 'example.com',
    users: 5,
    seed: 3,
    apps: [{ name: 'attendant', password: PASSWORD }],
  });
  url = (await pbx.serve({ port: 0 })).url;
  peer = await Peer.connect(url);
  await peer.login({ app: 'attendant' }, PASSWORD);
});

afterEach(async () => {
  peer.close();
  await pbx.close();
});

const create = (cn: string, src: string) => ({ mt: 'UpdateObject', api: 'PbxAdminApi', src, cn, h323: cn });

describe('faults around a write', () => {
  it('dropBefore: closes and writes nothing', async () => {
    pbx.faults.dropBefore('UpdateObject', { times: 1 });
    peer.send(create('one', '1'));
    await peer.closed;
    expect(pbx.journal.writes()).toEqual([]);
    expect(pbx.state.object('one')).toBeUndefined();
  });

  it('dropAfterExecute: writes once, answers nothing, closes', async () => {
    pbx.faults.dropAfterExecute('UpdateObject', { times: 1 });
    peer.send(create('one', '1'));
    await peer.closed;
    expect(pbx.journal.writes('UpdateObject')).toMatchObject([{ mt: 'UpdateObject', request: { cn: 'one' } }]);
    expect(pbx.state.object('one')).toBeDefined();
    expect(pbx.journal.count({ mt: 'UpdateObjectResult' })).toBe(0);
  });

  it('neverAnswer: writes, and the connection stays up', async () => {
    pbx.faults.neverAnswer('UpdateObject', { times: 1 });
    peer.send(create('one', '1'));
    await peer.admin('GetPbxConfig');
    expect(pbx.state.object('one')).toBeDefined();
    expect(peer.received.some((frame) => frame.src === '1')).toBe(false);
    expect((await peer.admin('UpdateObject', { cn: 'two' }))['guid']).toMatch(/^[0-9a-f]{32}$/);
  });

  it('failWrite: refuses with the text and writes nothing', async () => {
    pbx.faults.failWrite('UpdateObject', 'flash full', { times: 1 });
    expect(await peer.admin('UpdateObject', { cn: 'one' })).toMatchObject({ error: 'flash full' });
    expect(pbx.state.object('one')).toBeUndefined();
    expect(pbx.journal.writes()).toEqual([]);
    expect(pbx.journal.refusedWrites()).toMatchObject([{ error: 'flash full' }]);
  });

  it('resultWithoutGuid: creates and does not tell the guid', async () => {
    pbx.faults.resultWithoutGuid('UpdateObject', { times: 1 });
    expect(await peer.admin('UpdateObject', { cn: 'one' })).not.toHaveProperty('guid');
    expect(pbx.state.object('one')).toBeDefined();
  });
});

describe('faults of the answer', () => {
  it('answerTwice', async () => {
    pbx.faults.answerTwice('GetPbxConfig', { times: 1 });
    peer.send({ mt: 'GetPbxConfig', api: 'PbxAdminApi', src: 'a' });
    await peer.until(() => (peer.received.filter((frame) => frame.src === 'a').length === 2 ? true : undefined));
  });

  it('answerLate: other answers overtake it', async () => {
    pbx.faults.answerLate('GetPbxConfig', 60, { times: 1 });
    peer.send({ mt: 'GetPbxConfig', api: 'PbxAdminApi', src: 'late' });
    peer.send({ mt: 'GetGroups', api: 'PbxAdminApi', src: 'soon' });
    await peer.waitFor((frame) => frame.src === 'late');
    const order = peer.received.map((frame) => frame.src).filter((src) => src === 'late' || src === 'soon');
    expect(order).toEqual(['soon', 'late']);
  });

  it('answerWithOtherSrc and answerWithoutSrc', async () => {
    pbx.faults.answerWithOtherSrc('GetPbxConfig', { times: 1 });
    peer.send({ mt: 'GetPbxConfig', api: 'PbxAdminApi', src: 'a' });
    expect((await peer.waitFor((frame) => frame.mt === 'GetPbxConfigResult')).src).toBe('not-a');
    pbx.faults.answerWithoutSrc('GetGroups', { times: 1 });
    peer.send({ mt: 'GetGroups', api: 'PbxAdminApi', src: 'b' });
    expect(await peer.waitFor((frame) => frame.mt === 'GetGroupsResult')).not.toHaveProperty('src');
  });

  it('shuffleAnswers: answers come in reverse order, each with its src', async () => {
    pbx.faults.shuffleAnswers();
    for (const src of ['1', '2', '3']) peer.send({ mt: 'GetPbxConfig', api: 'PbxAdminApi', src });
    await peer.waitFor((frame) => frame.src === '1');
    expect(peer.received.slice(-3).map((frame) => frame.src)).toEqual(['3', '2', '1']);
  });

  it('unknownFields and unknownMessages', async () => {
    pbx.faults.unknownFields({ times: 1 });
    pbx.faults.unknownMessages({ times: 1 });
    expect(await peer.admin('GetPbxConfig')).toMatchObject({ loc: 'master', novelty: 16 });
    expect(peer.received.some((frame) => frame.mt === 'FeatureOfNextYear')).toBe(true);
    expect(await peer.admin('GetPbxConfig')).not.toHaveProperty('novelty');
  });

  it('garbage: frames that are no messages, then the answer', async () => {
    pbx.faults.garbage();
    await peer.admin('GetPbxConfig');
    expect(peer.rawReceived).toContain('not json {');
    pbx.faults.garbage(['{"mt":']);
    await peer.admin('GetPbxConfig');
    expect(peer.rawReceived).toContain('{"mt":');
  });

  it('halfFrame: the connection ends in the middle of a frame, served and dialled', async () => {
    pbx.faults.halfFrame('GetPbxConfig');
    peer.send({ mt: 'GetPbxConfig', api: 'PbxAdminApi', src: 'a' });
    expect(await peer.closed).toBe(1006);
    expect(peer.received.some((frame) => frame.src === 'a')).toBe(false);

    await using service = await AppService.start({ password: PASSWORD });
    pbx.dial({ appObject: 'attendant', url: service.appUrl, reconnect: { minMs: 5, maxMs: 20 } });
    const first = await service.loggedIn();
    pbx.faults.halfFrame('GetPbxConfig');
    first.send({ mt: 'GetPbxConfig', api: 'PbxAdminApi', src: 'b' });
    expect(await first.closed).toBe(1006);
    const second = await service.loggedIn(1);
    expect(await second.admin('GetPbxConfig')).toMatchObject({ loc: 'master' });
  });

  it('oversizedFrame', async () => {
    pbx.faults.oversizedFrame('GetPbxConfig', 2_000_000);
    const answer = await peer.admin('GetPbxConfig');
    expect(String(answer['padding'])).toHaveLength(2_000_000);
  });

  it('slow: every frame is late', async () => {
    pbx.faults.slow(50);
    const start = performance.now();
    await peer.admin('GetPbxConfig');
    expect(performance.now() - start).toBeGreaterThan(45);
  });

  it('silent: KeepAlive is not answered', async () => {
    pbx.faults.silent();
    peer.send({ mt: 'KeepAlive' });
    await peer.admin('GetPbxConfig');
    expect(peer.received.some((frame) => frame.mt === 'KeepAlive')).toBe(false);
    pbx.faults.clear();
    peer.send({ mt: 'KeepAlive' });
    await peer.waitFor((frame) => frame.mt === 'KeepAlive');
  });

  it('clear and the returned function switch a fault off', async () => {
    const undo = pbx.faults.neverAnswer('*');
    undo();
    await peer.admin('GetPbxConfig');
    pbx.faults.neverAnswer('*');
    pbx.faults.clear();
    await peer.admin('GetPbxConfig');
    expect(() => pbx.faults.slow(1, { times: 0 })).toThrow('times is 0');
  });
});

describe('faults of the login', () => {
  it('refuseLogin at a right digest, n times', async () => {
    pbx.faults.refuseLogin({ times: 1 });
    await using other = await Peer.connect(url);
    expect((await other.login({ app: 'attendant' }, PASSWORD))['ok']).toBe(false);
    expect((await other.login({ app: 'attendant' }, PASSWORD))['ok']).toBe(true);
  });

  it('challengeAsNumber', async () => {
    pbx.faults.challengeAsNumber({ times: 1 });
    await using other = await Peer.connect(url);
    expect((await other.login({ app: 'attendant' }, PASSWORD))['ok']).toBe(true);
    expect(typeof other.received.find((frame) => frame.mt === 'AppChallengeResult')?.['challenge']).toBe('number');
  });

  it('wrongPassword and refuseLogin when the PBX dials', async () => {
    await using service = await AppService.start({ password: PASSWORD });
    pbx.faults.wrongPassword({ times: 1 });
    pbx.faults.refuseLogin({ times: 1 });
    pbx.dial({ appObject: 'attendant', url: service.appUrl, reconnect: { minMs: 5, maxMs: 20 } });
    await service.loggedIn();
    expect(service.logins).toHaveLength(2);
  });

  it.each([
    ['empty', {}],
    ['missing', undefined],
  ] as const)('infoMode %s: the digest fits what is sent', async (mode, info) => {
    await using service = await AppService.start({ password: PASSWORD });
    pbx.faults.infoMode(mode);
    pbx.dial({ appObject: 'attendant', url: service.appUrl });
    await service.loggedIn();
    expect(service.logins[0]?.['info']).toEqual(info);
  });
});

describe('restart and power loss', () => {
  it('restart: everyone is sent away, logins work again afterwards, objects stay', async () => {
    await peer.admin('UpdateObject', { cn: 'one' });
    pbx.restart({ downMs: 60_000 });
    expect(await peer.closed).toBe(1001);
    await expect(Peer.connect(url)).rejects.toThrow();
    pbx.powerOn();
    await using again = await Peer.connect(url);
    await again.login({ app: 'attendant' }, PASSWORD);
    expect(await again.admin('GetObject', { cn: 'one' })).toHaveProperty('guid');
  });

  it('restart: comes up by itself after downMs', async () => {
    const up = new Promise<void>((resolve) => {
      pbx.onState((event) => {
        if (event.state === 'up') resolve();
      });
    });
    pbx.restart({ downMs: 1 });
    await up;
    await using again = await Peer.connect(url);
    await again.login({ app: 'attendant' }, PASSWORD);
    expect(pbx.connections()).toHaveLength(1);
  });

  it('powerLoss: connections die without a close frame, dialled ones come back with powerOn', async () => {
    await using service = await AppService.start({ password: PASSWORD });
    pbx.dial({ appObject: 'attendant', url: service.appUrl });
    const first = await service.loggedIn();
    pbx.powerLoss();
    expect(await peer.closed).toBe(1006);
    expect(await first.closed).toBe(1006);
    expect(pbx.connections()).toEqual([]);
    pbx.powerOn();
    await service.loggedIn(1);
  });
});

describe('bad peers', () => {
  it('survives frames that are no messages, an invalid field, binary and unknown messages', async () => {
    for (const frame of ['{', '[]', '""', 'null', '{"mt":1}', '{"x":1}']) peer.socket.send(frame);
    peer.socket.send(Buffer.from([1, 2, 3]));
    expect(await peer.admin('SearchUsers', { cn: { no: 'text' } })).toMatchObject({
      error: expect.stringContaining('cn'),
    });
    expect(await peer.admin('MakeCoffee')).toMatchObject({ error: 'unknown message MakeCoffee' });
    expect(await peer.request('PbxSignal', 'Register')).toMatchObject({ error: expect.any(String) });
    expect(await peer.request(undefined, 'Whatever')).toMatchObject({ error: 'unknown message Whatever' });
    peer.send({ mt: 'WhateverResult', src: 'z' });
    await peer.admin('GetPbxConfig');
    expect(peer.received.some((frame) => frame.src === 'z')).toBe(false);
  });

  it('closes on a frame above the limit', async () => {
    peer.socket.send(JSON.stringify({ mt: 'GetPbxConfig', api: 'PbxAdminApi', padding: 'x'.repeat(1_100_000) }));
    expect(await peer.closed).toBe(1009);
  });

  it('answers KeepAlives that come in one burst once, so that two echoing sides come to rest', async () => {
    // One moment for all three, however busy the machine is.
    vi.useFakeTimers({ toFake: ['performance', 'Date'] });
    try {
      for (let count = 0; count < 3; count += 1) peer.send({ mt: 'KeepAlive' });
      await peer.admin('GetPbxConfig');
    } finally {
      vi.useRealTimers();
    }
    expect(peer.received.filter((frame) => frame.mt === 'KeepAlive')).toHaveLength(1);
  });
});
