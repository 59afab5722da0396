import { describe, expect, it } from 'vitest';
import { linked } from './linked';

const APP = { url: 'https://apps.example.com/x/y', websocket: true, admin: true };

describe('UpdateObject', () => {
  it('creates without guid, changes only the fields present, and GetObject reads it back', async () => {
    await using world = await linked();
    const { peer, pbx } = world;
    const created = await peer.admin('UpdateObject', {
      cn: 'My App',
      h323: 'myapp',
      pwd: 'clear text',
      hide: true,
      copyPwd: null,
      _sourcename: 'a private property',
      pseudo: { type: 'app', app: APP },
    });
    const guid = created['guid'];
    expect(guid).toMatch(/^[0-9a-f]{32}$/);
    expect(await peer.admin('UpdateObject', { guid, dn: 'Shown' })).not.toHaveProperty('guid');
    const read = await peer.admin('GetObject', { h323: 'myapp', template: 'without' });
    expect(read).toMatchObject({ guid, cn: 'My App', dn: 'Shown', hide: true, loc: 'master', node: 'root' });
    expect(read['pseudo']).toEqual({ type: 'app', app: APP });
    expect(read).not.toHaveProperty('_sourcename');
    expect(read['pwd']).toMatch(/^[0-9a-f]{48}$/);
    expect(pbx.state.object('myapp')).toMatchObject({ pwd: 'clear text' });
    expect(pbx.journal.writes('UpdateObject')).toHaveLength(2);
  });

  it('a whole GetObjectResult sent back changes nothing, the password included', async () => {
    await using world = await linked();
    const { peer, pbx } = world;
    const before = pbx.state.object('attendant');
    const { mt: _mt, api: _api, src: _src, ...fields } = await peer.admin('GetObject', { h323: 'attendant' });
    await peer.admin('UpdateObject', fields);
    expect(pbx.state.object('attendant')).toEqual(before);
  });

  it('guid "*" updates by long name and fails when there is none; "?" creates', async () => {
    await using world = await linked();
    const { peer, pbx } = world;
    expect(await peer.admin('UpdateObject', { guid: '*', cn: 'Nobody', dn: 'x' })).toMatchObject({
      error: expect.stringContaining('Nobody'),
    });
    const { guid } = await peer.admin('UpdateObject', { guid: '?', cn: 'Nobody', dn: 'x' });
    expect(await peer.admin('UpdateObject', { guid: '?', cn: 'Nobody', dn: 'y' })).not.toHaveProperty('guid');
    await peer.admin('UpdateObject', { guid: '*', cn: 'Nobody', text: 'z' });
    expect(pbx.state.object('Nobody')).toMatchObject({ guid, dn: 'y', text: 'z' });
    expect(await peer.admin('UpdateObject', { guid: '*', dn: 'y' })).toMatchObject({
      error: expect.stringContaining('cn'),
    });
    expect(await peer.admin('UpdateObject', { guid: 'f'.repeat(32), dn: 'y' })).toMatchObject({
      error: expect.any(String),
    });
  });

  it.each([
    [{ cn: 'Users' }, 'cn "Users" already exists'],
    [{ cn: 'Other', h323: 'users' }, 'h323 "users" already exists'],
    [{ cn: 'Other', e164: '100' }, 'e164 "100" already exists'],
    [{ h323: 'no-cn' }, 'cn missing'],
    [{ cn: 'App', h323: '1app', pseudo: { type: 'app' } }, 'must not start with a digit'],
    [{ cn: 'App', h323: 'my app', pseudo: { type: 'app' } }, 'no spaces or capitals'],
    [{ cn: 'App', h323: 'MyApp', pseudo: { type: 'app' } }, 'no spaces or capitals'],
    [{ cn: 'App', pseudo: { type: 'app' } }, 'h323 missing'],
    [{ cn: 'Copy', copyPwd: 'nobody' }, 'copyPwd'],
  ])('refuses %j and writes nothing', async (fields, error) => {
    await using world = await linked();
    const usn = world.pbx.state.usn;
    expect(await world.peer.admin('UpdateObject', fields)).toMatchObject({ error: expect.stringContaining(error) });
    expect(world.pbx.state.usn).toBe(usn);
    expect(world.pbx.journal.writes()).toEqual([]);
  });

  it('does not change the type of an object', async () => {
    await using world = await linked();
    const guid = world.pbx.state.object('users')?.guid;
    expect(await world.peer.admin('UpdateObject', { guid, pseudo: { type: 'trunk' } })).toHaveProperty('error');
  });

  it('copyPwd takes the password of another object, but not of a user', async () => {
    await using world = await linked();
    const { peer, pbx } = world;
    await peer.admin('UpdateObject', { cn: 'Twin', copyPwd: 'attendant' });
    expect(pbx.state.object('Twin')).toMatchObject({ pwd: pbx.state.object('attendant')?.['pwd'] });
    const user = pbx.state.ofType('')[0]?.['h323'];
    expect(await peer.admin('UpdateObject', { cn: 'Thief', copyPwd: user })).toHaveProperty('error');
  });

  it('an integer for a boolean removes the own value, so that the template applies', async () => {
    await using world = await linked();
    const { peer, pbx } = world;
    const guid = pbx.admin.createUser({ cn: 'Ann Lee', config: 'Config User', uclic: false });
    const read = async () => (await peer.admin('GetObject', { guid, template: 'with' }))['uclic'];
    expect(await read()).toBe(false);
    await peer.admin('UpdateObject', { guid, uclic: -1 });
    expect(pbx.state.object('Ann Lee')).not.toHaveProperty('uclic');
    expect(await read()).toBe(true);
  });

  it('takes templates into account by default and stores as sent with template "without"', async () => {
    await using world = await linked();
    const { peer, pbx } = world;
    const inherited = pbx.state.effective('Config User')?.['apps'];
    const guid = pbx.admin.createUser({ cn: 'Ann Lee', config: 'Config User' });
    await peer.admin('UpdateObject', { guid, apps: `fax,${String(inherited as string)}`, uclic: true });
    expect(pbx.state.object('Ann Lee')).toMatchObject({ apps: 'fax' });
    expect(pbx.state.object('Ann Lee')).not.toHaveProperty('uclic');
    await peer.admin('UpdateObject', { guid, apps: 'fax,users', uclic: true, template: 'without' });
    expect(pbx.state.object('Ann Lee')).toMatchObject({ apps: 'fax,users', uclic: true });
  });
});

describe('GetObject and DeleteObject', () => {
  it('prefers guid to cn to h323, limits to properties, and answers without guid when there is none', async () => {
    await using world = await linked();
    const { peer, pbx } = world;
    const guid = pbx.state.object('users')?.guid;
    expect(await peer.admin('GetObject', { guid, cn: 'Profile', h323: 'fax' })).toMatchObject({ h323: 'users' });
    expect(await peer.admin('GetObject', { cn: 'Profile', h323: 'fax' })).toMatchObject({ h323: 'profile' });
    const {
      mt: _mt,
      api: _api,
      src: _src,
      ...some
    } = await peer.admin('GetObject', { guid, properties: ['cn', 'e164'] });
    expect(some).toEqual({ guid, cn: 'Users' });
    expect(await peer.admin('GetObject', { h323: 'nobody' })).not.toHaveProperty('guid');
    expect(await peer.admin('GetObject', { guid: 'f'.repeat(32) })).not.toHaveProperty('guid');
  });

  it('template "with" gives the effective values, the default the own ones', async () => {
    await using world = await linked();
    const { peer } = world;
    const own = await peer.admin('GetObject', { cn: 'Config Admin' });
    expect(own).not.toHaveProperty('uclic');
    expect(own['apps']).toBe('microsoft365,usersadmin,reporting');
    const effective = await peer.admin('GetObject', { cn: 'Config Admin', template: 'with' });
    expect(effective).toMatchObject({ uclic: true, reporting: true });
    expect(String(effective['apps']).split(',')).toEqual(
      expect.arrayContaining(['usersadmin', 'remotecontrol', 'profile']),
    );
  });

  it('deletes factory and created objects, and says when there is none', async () => {
    await using world = await linked();
    const { peer, pbx } = world;
    for (const name of ['fax', 'attendant2']) {
      if (name === 'attendant2') pbx.admin.createObject({ cn: name, h323: name });
      const guid = pbx.state.object(name)?.guid;
      expect(await peer.admin('DeleteObject', { guid })).not.toHaveProperty('error');
      expect(pbx.state.object(name)).toBeUndefined();
      expect(await peer.admin('DeleteObject', { guid })).toHaveProperty('error');
    }
    expect(pbx.journal.writes('DeleteObject')).toHaveLength(2);
    await peer.admin('UpdateObject', { cn: 'Fax', h323: 'fax' });
    expect(pbx.state.object('fax')).toMatchObject({ cn: 'Fax' });
  });
});
