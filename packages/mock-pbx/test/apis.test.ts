import { decryptWithSeed, sessionKey } from '@switchroom/protocol';
import { describe, expect, it } from 'vitest';
import { linked, PASSWORD, userNames } from './linked';
import { AppService, Peer } from './peer';

describe('PbxApi', () => {
  it('subscribes presence: state, then entries newest first, then changes with the same src', async () => {
    await using world = await linked();
    const { peer, pbx } = world;
    const [cn] = userNames(pbx);
    const sip = pbx.state.object(cn ?? '')?.['h323'];
    peer.send({ mt: 'SubscribePresence', api: 'PbxApi', src: 'p', sip });
    expect(await peer.waitFor((f) => f.mt === 'PresenceState')).toMatchObject({ src: 'p', sip, up: true });
    await peer.request('PbxApi', 'SetPresence', { sip, contact: 'tel:', activity: 'away', note: 'lunch' });
    pbx.admin.setPresence(cn ?? '', { contact: 'im:', activity: 'busy' });
    const update = await peer.waitFor((f) => Array.isArray(f['presence']) && f['presence'].length === 2);
    expect(update).toMatchObject({
      src: 'p',
      presence: [
        { contact: 'im:', activity: 'busy' },
        { contact: 'tel:', activity: 'away', note: 'lunch' },
      ],
    });
    expect(await peer.request('PbxApi', 'SubscribePresence', { sip: 'nobody' })).toMatchObject({
      error: 1,
      errorText: 'not found',
    });
    peer.send({ mt: 'UnsubscribePresence', api: 'PbxApi', src: 'p', sip });
    await peer.waitFor((f) => f.mt === 'UnsubscribePresenceResult');
    const before = peer.received.length;
    pbx.admin.setPresence(cn ?? '', { contact: 'im:', activity: '' });
    await peer.request('PbxApi', 'GetNodeInfo');
    expect(peer.received.slice(before).map((f) => f.mt)).toEqual(['GetNodeInfoResult']);
  });

  it('keeps favourites and diversions', async () => {
    await using world = await linked();
    const { peer, pbx } = world;
    const call = (mt: string, fields = {}) => peer.request('PbxApi', mt, fields);
    expect(await call('SubscribeProfile')).toMatchObject({ profile: { id: 1, contacts: [] } });
    const contact = { dn: 'Ann', sip: 'ann', num: '1' };
    await call('AddProfileContact', { id: 1, name: 'x', contact });
    expect(await peer.waitFor((f) => f.mt === 'ProfileContactAdded')).toMatchObject({
      profile: { contact: { id: 1, num: '1' } },
    });
    await call('UpdateProfileContact', { id: 1, contact: { ...contact, id: 1, num: '2' } });
    expect(await call('SubscribeProfile')).toMatchObject({ profile: { contacts: [{ num: '2' }] } });
    await call('DelProfileContact', { id: 1, contact: { id: 1 } });
    await peer.waitFor((f) => f.mt === 'ProfileContactDeleted');
    const { id } = await call('AddProfile', { name: 'More' });
    expect(await call('UpdateProfile', { id, name: 'Most' })).not.toHaveProperty('error');
    expect(await call('DelProfile', { id })).not.toHaveProperty('error');
    expect(await call('DelProfile', { id })).toMatchObject({ error: 1 });

    const sip = pbx.state.ofType('')[0]?.['h323'];
    expect(await call('AddDiversion', { sip, type: 'cfu', 'ep-num': '900' })).toMatchObject({ ok: true });
    expect(await call('GetDiversion', { sip, type: 'cfu' })).toMatchObject({ num: '900' });
    expect(await call('DelDiversion', { sip, type: 'cfu' })).toMatchObject({ ok: true });
    expect(await call('GetDiversion', { sip, type: 'cfu' })).not.toHaveProperty('num');
    const alien = await call('AddAlienCall');
    expect(await call('DelAlienCall', { id: alien['id'] })).not.toHaveProperty('error');
    expect(await call('AppNotify', { sip: 'nobody' })).toMatchObject({ error: 'not found' });
  });

  it('limits a user login to the own user', async () => {
    await using world = await linked();
    const { pbx, url } = world;
    const [me, other] = pbx.state.ofType('').map((user) => user['h323']);
    await using peer = await Peer.connect(url);
    await peer.login({ sip: me as string }, 'pwd');
    const set = (sip: unknown) => peer.request('PbxApi', 'SetPresence', { sip, contact: 'tel:', activity: 'away' });
    expect(await set(me)).not.toHaveProperty('error');
    expect(await set(other)).toMatchObject({ error: 2 });
  });
});

describe('granted APIs', () => {
  it('refuses what the App object has no flag for, and obeys a change at once', async () => {
    await using world = await linked({
      apps: [{ name: 'attendant', password: PASSWORD, flags: ['websocket', 'admin'] }],
    });
    const { peer, pbx } = world;
    expect(await peer.request('Services', 'SubscribeServices')).toMatchObject({
      error: expect.stringContaining('not enabled'),
    });
    expect(await peer.request('PbxApi', 'GetNodeInfo')).toMatchObject({
      error: 1,
      errorText: expect.stringContaining('not enabled'),
    });
    const app = { ...pbx.state.app('attendant'), services: true };
    pbx.admin.updateObject('attendant', { pseudo: { type: 'app', app } });
    expect(await peer.request('Services', 'SubscribeServices')).not.toHaveProperty('error');
  });
});

describe('Services', () => {
  it('tells granted services at once and on change, and makes a login that the service accepts', async () => {
    await using world = await linked();
    const { peer, pbx } = world;
    peer.send({ mt: 'SubscribeServices', api: 'Services', src: 's' });
    expect(await peer.waitFor((f) => f.mt === 'ServicesInfo')).toMatchObject({ src: 's', services: [] });
    pbx.admin.createObject({
      cn: 'Svc',
      h323: 'svc',
      pwd: 'svc pwd',
      pseudo: { type: 'app', app: { url: 'https://h/x/vendor-svc' } },
    });
    expect(await peer.request('Services', 'GetServiceLogin', { app: 'svc', challenge: '1' })).toHaveProperty('error');
    pbx.admin.assignApp('attendant', 'svc');
    const info = await peer.waitFor((f) => f.mt === 'ServicesInfo' && (f['services'] as unknown[]).length === 1);
    expect(info).toMatchObject({ services: [{ name: 'svc', url: 'https://h/x/vendor-svc' }] });

    await using service = await AppService.start({ password: 'svc pwd' });
    await using client = await Peer.connect(service.appUrl.replace('http', 'ws').replace(/\/[^/]*$/, ''));
    client.send({ mt: 'AppChallenge' });
    const challenge = (await client.waitFor((f) => f.mt === 'AppChallengeResult'))['challenge'] as string;
    const result = await peer.request('Services', 'GetServiceLogin', { app: 'svc', challenge });
    const { mt: _mt, api: _api, src: _src, key, salt, ...login } = result;
    client.send({ mt: 'AppLogin', ...login });
    expect(await client.waitFor((f) => f.mt === 'AppLoginResult')).toMatchObject({ ok: true });
    expect(login).toMatchObject({ pbxObj: 'svc', app: 'vendor-svc', sip: 'attendant' });

    const own = peer.received.find((f) => f.mt === 'AppChallengeResult')?.['challenge'] as string;
    const decrypted = decryptWithSeed(salt as string, sessionKey(own, PASSWORD), key as string);
    expect(decrypted).toBe(sessionKey(challenge, 'svc pwd'));
  });
});
