import { describe, expect, it } from 'vitest';
import { linked, userNames } from './linked';
import { type Frame, Peer } from './peer';

const COLUMNS = {
  guid: {},
  cn: { update: true },
  h323: {},
  e164: {},
  config: {},
  hide: {},
  grps: {},
  pseudo: {},
  pwd: {},
  emails: {},
};

async function start(peer: Peer, fields: Frame = {}): Promise<Frame> {
  return peer.request('PbxTableUsers', 'ReplicateStart', { add: true, del: true, columns: COLUMNS, ...fields });
}

// `request` waits for the src it chose; these tests choose their own, so they ask by hand.
async function next(peer: Peer, src: string): Promise<Frame> {
  peer.send({ mt: 'ReplicateNext', api: 'PbxTableUsers', src });
  return peer.waitFor((frame) => frame.mt === 'ReplicateNextResult' && frame.src === src);
}

async function copyAll(peer: Peer, label: string, onRow?: (count: number) => void): Promise<Frame[]> {
  const rows: Frame[] = [];
  for (let step = 0; ; step += 1) {
    const answer = await next(peer, `${label}-${step}`);
    if (answer['columns'] === undefined) return rows;
    rows.push(answer['columns'] as Frame);
    onRow?.(rows.length);
  }
}

describe('PbxTableUsers', () => {
  it('copies all users row by row and ends with a result without columns', async () => {
    await using world = await linked();
    const { peer, pbx } = world;
    const started = await start(peer);
    expect(started).toMatchObject({ columns: COLUMNS, guid: expect.any(String), usn: expect.any(Number) });
    const rows = await copyAll(peer, 'n');
    expect(rows.map((row) => String(row['cn'])).sort()).toEqual(userNames(pbx).sort());
    expect(rows[0]).toMatchObject({
      guid: expect.any(String),
      hide: false,
      grps: [{ name: 'Sales', mode: 'active' }],
      emails: [{ email: expect.stringContaining('@example.com') }],
      pwd: expect.stringMatching(/^[0-9a-f]{48}$/),
    });
    expect(rows[0]).not.toHaveProperty('pseudo');
  });

  it('tells other object types when asked, with pseudo as XML', async () => {
    await using world = await linked();
    world.pbx.admin.updateObject('users', {
      pseudo: { type: 'app', app: { url: 'https://h/a?b=1&c="2"', websocket: true, hidden: false } },
    });
    await start(world.peer, { pseudo: ['app', 'config'] });
    const rows = await copyAll(world.peer, 'n');
    expect(rows).toHaveLength(15);
    expect(rows.find((row) => row['h323'] === 'users')?.['pseudo']).toBe(
      '<pseudo type="app"><app url="https://h/a?b=1&amp;c=&quot;2&quot;" websocket="true"/></pseudo>',
    );
    expect(rows.find((row) => row['cn'] === 'Config All')?.['pseudo']).toBe('<pseudo type="config"/>');
  });

  it('passes on changes of the native administrator with the src of the last ReplicateNext', async () => {
    await using world = await linked();
    const { peer, pbx } = world;
    await start(peer);
    const rows = await copyAll(peer, 'n');
    const last = `n-${rows.length}`;
    const guid = pbx.admin.createUser({ cn: 'Ann Lee', e164: '777' });
    expect(await peer.waitFor((frame) => frame.mt === 'ReplicateAdd')).toMatchObject({
      src: last,
      api: 'PbxTableUsers',
      columns: { guid, cn: 'Ann Lee', e164: '777' },
    });
    pbx.admin.editUser('Ann Lee', { e164: '778' });
    expect(await peer.waitFor((frame) => frame.mt === 'ReplicateUpdate')).toMatchObject({
      src: last,
      columns: { guid, cn: 'Ann Lee', e164: '778', hide: false },
    });
    pbx.admin.deleteObject('Ann Lee');
    expect(await peer.waitFor((frame) => frame.mt === 'ReplicateDel')).toMatchObject({ src: last, columns: { guid } });
    expect(pbx.journal.writes()).toEqual([]);
  });

  it('sends updates while the initial copy still runs, with the src of that moment', async () => {
    await using world = await linked();
    const { peer, pbx } = world;
    await start(peer);
    const [first, , third] = userNames(pbx);
    const rows = await copyAll(peer, 'n', (count) => {
      if (count !== 2) return;
      pbx.admin.editUser(first ?? '', { e164: '9001' });
      pbx.admin.deleteObject(third ?? '');
    });
    const update = peer.received.findIndex((frame) => frame.mt === 'ReplicateUpdate');
    const end = peer.received.findIndex(
      (frame) => frame.mt === 'ReplicateNextResult' && frame['columns'] === undefined,
    );
    expect(update).toBeGreaterThan(0);
    expect(update).toBeLessThan(end);
    expect(peer.received[update]).toMatchObject({ src: 'n-1', columns: { cn: first, e164: '9001' } });
    expect(peer.received.filter((frame) => frame.mt === 'ReplicateDel')).toHaveLength(1);
    const seen = rows.filter((row) => row['cn'] === third).length;
    expect(rows).toHaveLength(29 + seen);
  });

  it('gives changes only when the stored guid and usn are sent', async () => {
    await using world = await linked();
    const { peer, pbx, url } = world;
    const { guid, usn } = await start(peer);
    await copyAll(peer, 'a');
    const [first, second] = userNames(pbx);
    pbx.admin.editUser(first ?? '', { e164: '9001' });
    const gone = pbx.admin.deleteObject(second ?? '');
    await using other = await Peer.connect(url);
    await other.login({ app: 'attendant' }, 'app secret');
    await start(other, { guid, usn });
    const rows = await copyAll(other, 'b');
    expect(rows).toMatchObject([{ cn: first, e164: '9001' }]);
    expect(await other.waitFor((frame) => frame.mt === 'ReplicateDel')).toMatchObject({ columns: { guid: gone } });
    await start(other, { guid: 'f'.repeat(32), usn });
    expect(await copyAll(other, 'c')).toHaveLength(29);
  });

  it('takes writes of the columns that were asked with update, and no others', async () => {
    await using world = await linked();
    const { peer, pbx } = world;
    await start(peer);
    const guid = pbx.state.ofType('')[0]?.guid;
    const columns = { guid, cn: 'New Name', e164: '4711' };
    peer.send({ mt: 'ReplicateUpdate', api: 'PbxTableUsers', src: 'u', columns });
    expect(await peer.waitFor((frame) => frame.mt === 'ReplicateUpdateResult')).not.toHaveProperty('error');
    expect(pbx.state.object('New Name')).toMatchObject({ guid, e164: expect.not.stringMatching('4711') });
    expect(pbx.journal.writes('ReplicateUpdate')).toHaveLength(1);
  });

  it('answers ReplicateNext before ReplicateStart, and an empty column list, with an error', async () => {
    await using world = await linked();
    expect(await world.peer.request('PbxTableUsers', 'ReplicateNext')).toHaveProperty('error');
    expect(await start(world.peer, { columns: { nonsense: {} } })).toHaveProperty('error');
  });
});
