import { createServer } from 'node:net';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@switchroom/testkit/process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAccountStore } from '../src/auth/accounts';
import { verifyPassword } from '../src/auth/passwords';
import { createPool } from '../src/db/pool';
import { authRole } from '../src/db/roles';
import { type GatewayDatabase, gatewayDatabase, testSecretBox } from '../test/factories/index';
import { type SeedDependencies, seedDemo } from './seed-demo';

let base: GatewayDatabase;
let folder: string;
let dependencies: SeedDependencies;
let pool: ReturnType<typeof createPool>;
beforeAll(async () => {
  base = await gatewayDatabase();
  folder = await mkdtemp(join(tmpdir(), 'switchroom-demo-'));
  pool = createPool({ url: base.url, role: authRole, searchPath: 'auth', max: 1 });
  dependencies = {
    db: base.db,
    secrets: await testSecretBox(base.db),
    accounts: createAccountStore(pool),
    config: { dataDirectory: folder, host: '0.0.0.0', port: 3001, administrator: undefined },
    // Away from 4100, where a demo may be running.
    firstPort: await freePort(),
  };
});
afterAll(async () => {
  await pool.end();
  await base.close();
  await rm(folder, { recursive: true });
});

const storedHash = async (email: string) => {
  const rows = await base.sql<{ password: string }>(
    `SELECT account.password FROM auth.account JOIN auth."user" ON "user".id = "userId" WHERE email = $1`,
    [email],
  );
  return rows[0]?.password ?? '';
};

describe('seeding the demo', () => {
  it('makes the whole world and a private file that fits it', async () => {
    const file = await seedDemo(dependencies);
    const counts = await base.sql<{ kind: string; count: number }>(
      'SELECT kind, count(*)::int AS count FROM organisations GROUP BY kind ORDER BY kind',
    );
    expect(counts).toEqual([
      { kind: 'customer', count: 5 },
      { kind: 'provider', count: 1 },
      { kind: 'reseller', count: 2 },
    ]);
    expect(file.pbxs).toHaveLength(12);
    expect(Math.max(...file.pbxs.map(({ users }) => users))).toBe(2000);
    const outbound = file.pbxs.filter((pbx) => pbx.direction === 'outbound');
    expect(outbound.map(({ module }) => module)).toEqual(outbound.map((_, index) => `PBX${index}`));
    const path = join(folder, 'demo-fleet.json');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual(file);
    const { email, password } = file.administrator;
    expect(await verifyPassword(await storedHash(email), password)).toBe(true);
  });

  it('has somebody for each way of seeing the portal, and tells nobody their passwords', async () => {
    const { people } = await seedDemo(dependencies);
    const rows = await base.sql<{ email: string; role: string; organisation: string }>(
      `SELECT email, role, organisations.name AS organisation FROM members
       JOIN organisations ON organisations.id = organisation_id WHERE role <> 'provider-administrator' ORDER BY email`,
    );
    expect(rows).toEqual([
      {
        email: 'admin@brandt.demo.switchroom.example',
        role: 'customer-administrator',
        organisation: 'Brandt Maschinenbau',
      },
      { email: 'auditor@demo.switchroom.example', role: 'auditor', organisation: 'Switchroom Demo' },
      {
        email: 'helpdesk@nordlicht.demo.switchroom.example',
        role: 'help-desk',
        organisation: 'Nordlicht Kommunikation',
      },
      { email: 'operator@brandt.demo.switchroom.example', role: 'operator', organisation: 'Brandt Maschinenbau' },
    ]);
    const entries = JSON.stringify(await base.sql('SELECT * FROM audit_entries'));
    for (const { email, password } of people) {
      expect(await verifyPassword(await storedHash(email), password)).toBe(true);
      expect(entries).not.toContain(password);
    }
  });

  it('changes nothing when it runs again, and follows the port of the gateway', async () => {
    const rows = () => base.sql('SELECT id, address, link_version FROM pbxs ORDER BY id');
    const [before, entries] = [await rows(), await base.sql('SELECT id FROM audit_entries')];
    const first = await seedDemo(dependencies);
    const moved = await seedDemo({ ...dependencies, config: { ...dependencies.config, port: 4567 } });
    expect(await rows()).toEqual(before);
    expect(await base.sql('SELECT id FROM audit_entries')).toHaveLength(entries.length);
    expect(moved.administrator).toEqual(first.administrator);
    expect(moved.people).toEqual(first.people);
    const inbound = moved.pbxs.find((pbx) => pbx.direction === 'inbound');
    expect(inbound?.direction === 'inbound' && inbound.dialUrl).toMatch(/^http:\/\/127\.0\.0\.1:4567\/app\//);
  });

  it('moves to another port, and the rows with it, when a stranger has taken the one it had', async () => {
    const before = await seedDemo(dependencies);
    const stranger = createServer();
    await new Promise<void>((resolve) => stranger.listen(before.listenPort, '127.0.0.1', resolve));
    const after = await seedDemo(dependencies);
    await new Promise((resolve) => stranger.close(resolve));
    expect(after.listenPort).not.toBe(before.listenPort);
    const rows = await base.sql<{ address: string }>('SELECT address FROM pbxs WHERE address IS NOT NULL');
    expect(rows.every(({ address }) => address.includes(`:${after.listenPort}/`))).toBe(true);
  });

  it('writes a lost file again, with new passwords for its people', async () => {
    const before = await seedDemo(dependencies);
    await rm(join(folder, 'demo-fleet.json'));
    const after = await seedDemo(dependencies);
    expect(after.pbxs.map(({ id, password }) => [id, password])).toEqual(
      before.pbxs.map(({ id, password }) => [id, password]),
    );
    expect(after.administrator.password).not.toBe(before.administrator.password);
    for (const { email, password } of [after.administrator, ...after.people]) {
      expect(await verifyPassword(await storedHash(email), password)).toBe(true);
    }
    expect(after.people.map(({ password }) => password)).not.toEqual(before.people.map(({ password }) => password));
    expect(await base.sql('SELECT id FROM members')).toHaveLength(1 + after.people.length);
  });

  it('adds its people to a file from before there were any', async () => {
    const path = join(folder, 'demo-fleet.json');
    const { people: _people, ...older } = await seedDemo(dependencies);
    await writeFile(path, JSON.stringify(older));
    const after = await seedDemo(dependencies);
    expect(after.administrator).toEqual(older.administrator);
    expect(after.people).toHaveLength(4);
  });

  it('leaves a given administrator alone', async () => {
    const administrator = { email: 'given@example.test', password: 'vier Worte und ein Bus' };
    const config = { ...dependencies.config, administrator };
    expect((await seedDemo({ ...dependencies, config })).administrator).toEqual(administrator);
    const hashes = await base.sql('SELECT password FROM auth.account ORDER BY id');
    await seedDemo({ ...dependencies, config });
    expect(await base.sql('SELECT password FROM auth.account ORDER BY id')).toEqual(hashes);
  });
});
