import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  createPbx,
  createTree,
  type GatewayDatabase,
  gatewayDatabase,
  tenantOf,
  type TestTree,
} from '../../../test/factories/index';
import { createAuditLog } from '../../audit/audit-log';
import { systemScope } from '../../db/database';
import { openLinkPassword, storeLinkPassword } from '../../db/link-password';
import { createSecretBox, type GatewaySecrets } from '../../db/secrets';
import { silentLogger } from '../../observability/logger';
import { createKeysService } from './create-keys-service';
import { KeyWork } from './key-work';
import type { KeysService } from './keys.service';

let base: GatewayDatabase;
let tree: TestTree;
let folder: string;
let key: string;
const pbxs: { id: string; organisationId: string }[] = [];
const works: KeyWork[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'switchroom-rotation-'));
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  base = await gatewayDatabase();
  tree = await createTree(base.db);
  key = randomBytes(32).toString('base64');
  const secrets = await box();
  pbxs.length = 0;
  for (let index = 0; index < 120; index += 1) {
    pbxs.push(await createPbx(base.db, tree.alphaOne, { secrets, password: `secret ${index}` }));
  }
});
afterEach(async () => {
  for (const work of works.splice(0)) await work[Symbol.asyncDispose]();
  await base.close();
});

const box = (source: Partial<Parameters<typeof createSecretBox>[1]> = {}) =>
  createSecretBox(base.db, { key, dataDirectory: '/nonexistent', ...source });

/** A gateway's keys: its box, its work and its service. */
function room(secrets: GatewaySecrets, graceMs = 0): { work: KeyWork; service: KeysService } {
  const audit = createAuditLog();
  const work = new KeyWork({ db: base.db, secrets, audit, logger: silentLogger, graceMs });
  works.push(work);
  return { work, service: createKeysService({ db: base.db, audit, secrets, work }) };
}

const provider = () => tenantOf(tree.provider);
const passwordOf = (secrets: GatewaySecrets, id: string) =>
  base.db.inScope(systemScope, (tx) => openLinkPassword(tx, secrets, id));
const entries = () =>
  base.sql<{ action: string; actor: string; before: unknown; after: unknown }>(
    `SELECT action, actor_id AS actor, before, after FROM audit_entries WHERE action LIKE 'keys.%' ORDER BY seq`,
  );

describe('a rotation of the data key', () => {
  it('moves everything to the new key, drops the old one, and says so in the audit log', async () => {
    const secrets = await box();
    const old = secrets.currentKeyId();
    const { work, service } = room(secrets);
    const begun = await service.rotate(provider(), 'data-key');
    expect(begun.dataKeys).toHaveLength(2);
    expect(begun.dataKeys[0]).toMatchObject({ current: true });
    expect(begun.phase).toBe('sealing');
    await work.settled();
    const { dataKeys, phase, unreadable } = await service.state();
    expect({ phase, unreadable }).toEqual({ phase: 'idle', unreadable: 0 });
    expect(dataKeys).toMatchObject([{ current: true, values: 120 }]);
    const current = dataKeys[0]?.id;
    expect(current).not.toBe(old);
    expect(await passwordOf(secrets, pbxs[7]?.id ?? '')).toBe('secret 7');
    expect(await entries()).toMatchObject([
      { action: 'keys.rotate', actor: 'test', before: { current: old }, after: { current } },
      { action: 'keys.rotated', actor: 'system', after: { replacedBy: current } },
    ]);
  });

  it('goes on while secrets are read and written, and loses none of them', async () => {
    const secrets = await box();
    const { work, service } = room(secrets);
    let writes = 0;
    let finished = false;
    const last = new Map<string, string>();
    const writer = async (offset: number) => {
      for (let round = 0; !finished || round < 30; round += 1) {
        const pbx = pbxs[(offset + round * 7) % pbxs.length];
        if (pbx === undefined) throw new Error('there is no PBX');
        const password = randomUUID();
        await base.db.inScope(systemScope, (tx) => storeLinkPassword(tx, secrets, pbx, password));
        expect(await passwordOf(secrets, pbx.id)).toBe(password);
        last.set(pbx.id, password);
        writes += 1;
      }
    };
    // Each has PBXes of its own, so that what was written last is known.
    const writing = [writer(0)];
    for (let round = 0; round < 3; round += 1) {
      await service.rotate(provider(), 'data-key');
      await work.settled();
    }
    finished = true;
    await Promise.all(writing);
    work.wake();
    await work.settled();
    expect(writes).toBeGreaterThanOrEqual(30);
    for (const [index, { id }] of pbxs.entries()) {
      expect(await passwordOf(secrets, id)).toBe(last.get(id) ?? `secret ${index}`);
    }
    expect((await service.state()).dataKeys).toHaveLength(1);
  });

  it('that is cut off in the middle is ended by the next gateway', async () => {
    const first = await box();
    const old = first.currentKeyId();
    // As by power loss: the key is committed and some rows are done, and nobody does the rest.
    const { service } = room(first);
    await service.rotate(provider(), 'data-key');
    await works.splice(0).at(0)?.[Symbol.asyncDispose]();
    const second = await box();
    expect(second.currentKeyId()).not.toBe(old);
    expect(await passwordOf(second, pbxs[3]?.id ?? '')).toBe('secret 3');
    const { work, service: after } = room(second);
    work.wake();
    await work.settled();
    expect((await after.state()).dataKeys).toMatchObject([{ current: true, values: 120 }]);
    expect(await passwordOf(second, pbxs[119]?.id ?? '')).toBe('secret 119');
  });

  it('keeps the old key until what began under it has had its time', async () => {
    const secrets = await box();
    const { service, work } = room(secrets, 60_000);
    await service.rotate(provider(), 'data-key');
    await expect.poll(async () => (await service.state()).phase).toBe('waiting');
    expect((await service.state()).dataKeys).toMatchObject([{ values: 120 }, { values: 0 }]);
    await work[Symbol.asyncDispose]();
    expect((await service.state()).dataKeys).toHaveLength(2);
  });

  it('leaves what does not open with its key, and tells how much that is', async () => {
    const secrets = await box();
    await base.sql(`UPDATE pbx_secrets SET sealed = '\\x00' WHERE pbx_id = $1`, [pbxs[5]?.id]);
    const { service, work } = room(secrets);
    await service.rotate(provider(), 'data-key');
    await work.settled();
    const state = await service.state();
    expect(state).toMatchObject({ phase: 'stuck', unreadable: 1, dataKeys: [{ values: 119 }, { values: 1 }] });
  });

  it('is not made without its entry in the audit log', async () => {
    const secrets = await box();
    const { service } = room(secrets);
    await base.sql(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'full'; END $$`);
    await base.sql('CREATE TRIGGER refuse BEFORE INSERT ON audit_entries FOR EACH ROW EXECUTE FUNCTION refuse()');
    await expect(service.rotate(provider(), 'data-key')).rejects.toMatchObject({ cause: { message: 'full' } });
    expect((await service.state()).dataKeys).toHaveLength(1);
  });
});

describe('a new key-encryption key', () => {
  const newKey = () => randomBytes(32).toString('base64');

  it('from the environment takes over the data keys at the start, and the one before is told by its name', async () => {
    const before = await box();
    const cookies = before.derive('session cookies');
    const previousKey = key;
    key = newKey();
    await expect(box()).rejects.toThrow(/SWITCHROOM_KEY_PREVIOUS/);
    const changes: unknown[] = [];
    const after = await createSecretBox(
      base.db,
      { key, previousKey, dataDirectory: '/nonexistent' },
      async (_tx, change) => {
        changes.push(change);
      },
    );
    expect(changes).toEqual([
      { from: before.keyEncryptionKey().fingerprint, to: after.keyEncryptionKey().fingerprint, dataKeys: 1 },
    ]);
    expect(await passwordOf(after, pbxs[0]?.id ?? '')).toBe('secret 0');
    // What was derived from the old key is still known at this one start, so that it can be kept.
    expect(after.derive('session cookies')).toBe(cookies);
    // From now on the old one is not needed, and does not open anything.
    expect(await passwordOf(await box(), pbxs[1]?.id ?? '')).toBe('secret 1');
    await expect(box({ key: previousKey })).rejects.toThrow(/not the one/);
  });

  it('takes over nothing without its entry in the audit log', async () => {
    await box();
    const previousKey = key;
    const refused = createSecretBox(base.db, { key: newKey(), previousKey, dataDirectory: '/nonexistent' }, () =>
      Promise.reject(new Error('full')),
    );
    await expect(refused).rejects.toThrow('full');
    expect(await passwordOf(await box(), pbxs[0]?.id ?? '')).toBe('secret 0');
  });

  it('in the file is made while the gateway runs; the old one stays beside it', async () => {
    const dataDirectory = await fileKey();
    const secrets = await box({ key: undefined, dataDirectory });
    const { service } = room(secrets);
    const { fingerprint } = (await service.state()).keyEncryptionKey;
    const state = await service.rotate(provider(), 'key-file');
    expect(state.keyEncryptionKey.source).toBe('file');
    expect(state.keyEncryptionKey.fingerprint).not.toBe(fingerprint);
    expect((await readdir(join(dataDirectory, 'keys'))).toSorted()).toEqual(['kek', `kek.replaced-${fingerprint}`]);
    expect(await entries()).toMatchObject([
      { action: 'keys.wrapped', before: { fingerprint }, after: { fingerprint: state.keyEncryptionKey.fingerprint } },
    ]);
    // The running gateway and the next one work with it, new data keys included.
    await service.rotate(provider(), 'data-key');
    await works.at(-1)?.settled();
    const next = await box({ key: undefined, dataDirectory });
    expect(await passwordOf(next, pbxs[2]?.id ?? '')).toBe('secret 2');
    expect(next.keyEncryptionKey()).toEqual(state.keyEncryptionKey);
  });

  it.each(['before', 'after'])('whose making was cut off %s the data keys followed is gone on with', async (moment) => {
    const dataDirectory = await fileKey();
    const old = await readFile(join(dataDirectory, 'keys', 'kek'), 'utf8');
    const next = `${newKey()}\n`;
    if (moment === 'after') await createSecretBox(base.db, { key: next, previousKey: old, dataDirectory });
    await writeFile(join(dataDirectory, 'keys', 'kek.next'), next);
    const secrets = await box({ key: undefined, dataDirectory });
    expect(await passwordOf(secrets, pbxs[4]?.id ?? '')).toBe('secret 4');
    expect(await readFile(join(dataDirectory, 'keys', 'kek'), 'utf8')).toBe(next);
    expect(await readdir(join(dataDirectory, 'keys'))).toHaveLength(2);
  });

  it('of which only a part was written is thrown away', async () => {
    const dataDirectory = await fileKey();
    await writeFile(join(dataDirectory, 'keys', 'kek.next'), 'AAAA');
    expect(await passwordOf(await box({ key: undefined, dataDirectory }), pbxs[4]?.id ?? '')).toBe('secret 4');
    expect(await readdir(join(dataDirectory, 'keys'))).toEqual(['kek']);
  });

  it('is not made in the file where it comes from the environment', async () => {
    const { service } = room(await box());
    await expect(service.rotate(provider(), 'key-file')).rejects.toMatchObject({ code: 'forbidden' });
    expect(await entries()).toEqual([]);
  });

  it('leaves no new file behind when it cannot be recorded', async () => {
    const dataDirectory = await fileKey();
    const secrets = await box({ key: undefined, dataDirectory });
    await expect(secrets.replaceKeyFile(() => Promise.reject(new Error('full')))).rejects.toThrow('full');
    expect(await readdir(join(dataDirectory, 'keys'))).toEqual(['kek']);
    expect(await passwordOf(await box({ key: undefined, dataDirectory }), pbxs[4]?.id ?? '')).toBe('secret 4');
  });

  /** Moves the installation's key from the variable into a file. */
  async function fileKey(): Promise<string> {
    const dataDirectory = await mkdtemp(join(folder, 'data-'));
    const made = await createSecretBox(await emptyDatabase(), { key: undefined, dataDirectory });
    expect(made.keyEncryptionKey().source).toBe('file');
    const file = await readFile(join(dataDirectory, 'keys', 'kek'), 'utf8');
    await createSecretBox(base.db, { key: file, previousKey: key, dataDirectory });
    return dataDirectory;
  }
});

describe('the tenant boundary', () => {
  it('shows keys to the work of the installation only: ids, ages and counts, never a key', async () => {
    const { service } = room(await box());
    const told = JSON.stringify(await service.state());
    const [row] = await base.sql<{ wrapped: Buffer }>('SELECT wrapped FROM data_keys');
    for (const encoding of ['base64', 'hex'] as const) {
      expect(told).not.toContain(row?.wrapped.toString(encoding));
      expect(told).not.toContain(Buffer.from(key, 'base64').toString(encoding));
    }
    const seen = await base.db.inScope(provider(), (tx) => tx.query.dataKeys.findMany());
    expect(seen).toEqual([]);
  });
});

const spare: GatewayDatabase[] = [];
afterEach(async () => {
  for (const one of spare.splice(0)) await one.close();
});
async function emptyDatabase() {
  const made = await gatewayDatabase();
  spare.push(made);
  return made.db;
}
