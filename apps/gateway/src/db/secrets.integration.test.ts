import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createPbx,
  createTree,
  type GatewayDatabase,
  gatewayDatabase,
  testSecretBox,
} from '../../test/factories/index';
import { systemScope } from './database';
import { openLinkPassword, storeLinkPassword } from './link-password';
import { createSecretBox } from './secrets';

let base: GatewayDatabase;
let folder: string;
beforeAll(async () => {
  base = await gatewayDatabase();
  folder = await mkdtemp(join(tmpdir(), 'switchroom-keys-'));
});
afterAll(async () => {
  await base.close();
  await rm(folder, { recursive: true });
});

const owner = { organisationId: 'o', id: 'i', purpose: 'p' };

describe('a sealed value', () => {
  it('opens for its owner, and no two seals are equal', async () => {
    await using own = await gatewayDatabase();
    const box = await testSecretBox(own.db);
    const [first, second] = [await box.seal('Grüße', owner), await box.seal('Grüße', owner)];
    expect(await box.open(first, owner)).toBe('Grüße');
    expect(first.sealed.equals(second.sealed)).toBe(false);
    expect(first.sealed.includes('Grüße')).toBe(false);
  });

  it.each([
    ['organisation', { ...owner, organisationId: 'x' }],
    ['row', { ...owner, id: 'x' }],
    ['purpose', { ...owner, purpose: 'x' }],
    ['split of the same characters', { organisationId: 'oi', id: '', purpose: 'p' }],
  ])('does not open for another %s', async (_name, other) => {
    await using own = await gatewayDatabase();
    const box = await testSecretBox(own.db);
    await expect(box.open(await box.seal('s', owner), other)).rejects.toThrow(/altered, or belongs to another row/);
  });

  it('does not open when any one byte was altered or it was cut short', async () => {
    await using own = await gatewayDatabase();
    const box = await testSecretBox(own.db);
    const value = await box.seal('secret', owner);
    for (let index = 0; index < value.sealed.length; index += 1) {
      const sealed = Buffer.from(value.sealed);
      sealed[index] = (sealed[index] ?? 0) ^ 1;
      await expect(box.open({ ...value, sealed }, owner)).rejects.toThrow(/altered/);
    }
    await expect(box.open({ ...value, sealed: value.sealed.subarray(0, 10) }, owner)).rejects.toThrow(/altered/);
  });

  it('in the row of another PBX is refused', async () => {
    await using own = await gatewayDatabase();
    const tree = await createTree(own.db);
    const secrets = await testSecretBox(own.db);
    const [one, two] = [
      await createPbx(own.db, tree.alphaOne, { secrets, password: 'one' }),
      await createPbx(own.db, tree.betaOne, { secrets, password: 'two' }),
    ];
    const read = (id: string) => own.db.inScope(systemScope, (tx) => openLinkPassword(tx, secrets, id));
    expect([await read(one.id), await read(two.id)]).toEqual(['one', 'two']);
    await own.sql(
      'UPDATE pbx_secrets a SET sealed = b.sealed FROM pbx_secrets b WHERE a.pbx_id = $1 AND b.pbx_id = $2',
      [one.id, two.id],
    );
    await expect(read(one.id)).rejects.toThrow(/belongs to another row/);
    await own.db.inScope(systemScope, (tx) => storeLinkPassword(tx, secrets, one, 'new'));
    expect(await read(one.id)).toBe('new');
  });
});

describe('the key-encryption key', () => {
  it('is made once as a private file, and kept', async () => {
    const source = { key: undefined, dataDirectory: join(folder, 'made') };
    const sealed = await (await createSecretBox(base.db, source)).seal('s', owner);
    const file = join(folder, 'made', 'keys', 'kek');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const again = await createSecretBox(base.db, source);
    expect(await again.open(sealed, owner)).toBe('s');
    const fromVariable = await createSecretBox(base.db, {
      key: (await readFile(file, 'utf8')).trim(),
      dataDirectory: '/nonexistent',
    });
    expect(await fromVariable.open(sealed, owner)).toBe('s');
    expect(fromVariable.derive('cookies')).toBe(again.derive('cookies'));
    expect(fromVariable.derive('cookies')).not.toBe(again.derive('other'));
  });

  it('is not replaced once secrets exist: the error names the file and the variable', async () => {
    const source = { key: undefined, dataDirectory: join(folder, 'lost') };
    await expect(createSecretBox(base.db, source)).rejects.toThrow(/keys\/kek does not exist.*SWITCHROOM_KEY/s);
  });

  it('that cannot be written is told with its file, the reason and the cure', async () => {
    await using own = await gatewayDatabase();
    const dataDirectory = join(folder, 'no-directory');
    await writeFile(dataDirectory, '');
    await expect(createSecretBox(own.db, { key: undefined, dataDirectory })).rejects.toThrow(
      /no-directory\/keys\/kek cannot be written \(ENOTDIR.*SWITCHROOM_KEY/s,
    );
  });

  it('that is another one is told at the start', async () => {
    const key = randomBytes(32).toString('base64');
    await expect(createSecretBox(base.db, { key, dataDirectory: folder })).rejects.toThrow(
      /not the one.*SWITCHROOM_KEY/s,
    );
  });

  it('of the wrong length is refused with the command that makes one', async () => {
    await expect(createSecretBox(base.db, { key: 'AAAA', dataDirectory: folder })).rejects.toThrow(/openssl rand/);
  });

  it('is agreed on by two gateways that start at once', async () => {
    await using own = await gatewayDatabase();
    const source = { key: undefined, dataDirectory: join(folder, 'both') };
    const boxes = await Promise.all([createSecretBox(own.db, source), createSecretBox(own.db, source)]);
    const sealed = await boxes[0].seal('s', owner);
    expect(await boxes[1].open(sealed, owner)).toBe('s');
    expect(await own.sql('SELECT id FROM data_keys')).toHaveLength(1);
  });
});
