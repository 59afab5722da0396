import { randomBytes, randomUUID } from 'node:crypto';
import { createTestDatabase } from '@switchroom/testkit/postgres';
import { sql } from 'drizzle-orm';
import pg from 'pg';
import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  createOrganisation,
  type GatewayDatabase,
  gatewayDatabase,
  type TestOrganisation,
} from '../../test/factories/index';
import { createDatabase, systemScope } from '../db/database';
import { migrate } from '../db/migrate';
import { silentLogger } from '../observability/logger';
import { AuditKeeper } from './keeper';
import { ownWork } from './own-work';
import { retentionOf } from './retention';
import { auditWorld } from './testing/audit-world';
import { TestLog } from './testing/chain';

const DAY_MS = 24 * 60 * 60 * 1000;
const { base, tree, log } = auditWorld();
let organisation: TestOrganisation;
beforeEach(async () => {
  organisation = await createOrganisation(base.db, { kind: 'customer', name: randomUUID(), parent: tree.alpha });
});

async function keep(target: TestOrganisation, days: number | null): Promise<void> {
  await base.sql(
    `INSERT INTO organisation_policies (organisation_id, audit_retention_days) VALUES ($1, $2)
     ON CONFLICT (organisation_id) DO UPDATE SET audit_retention_days = $2`,
    [target.id, days],
  );
}

async function round(): Promise<void> {
  const { audit, signer } = log;
  await using keeper = new AuditKeeper({ db: base.db, audit, signer, logger: silentLogger, now: () => log.now });
  await keeper.run();
}

const seqs = async (target = organisation) =>
  (
    await base.sql<{ seq: number }>('SELECT seq::int FROM audit_entries WHERE organisation_id = $1 ORDER BY seq', [
      target.id,
    ])
  ).map(({ seq }) => seq);
const checkpoints = async () =>
  (
    await base.sql<{ seq: number }>('SELECT seq::int FROM audit_checkpoints WHERE organisation_id = $1 ORDER BY seq', [
      organisation.id,
    ])
  ).map(({ seq }) => seq);

describe('a daily round', () => {
  it('signs a chain once a day, and only when it has grown', async () => {
    await round();
    expect(await checkpoints()).toEqual([]);
    await log.append(organisation, 2);
    await round();
    await round();
    expect(await checkpoints()).toEqual([2]);
    await log.append(organisation, 1);
    await round();
    expect(await checkpoints()).toEqual([2]);
    log.now = new Date(log.now.getTime() + DAY_MS);
    await round();
    log.now = new Date(log.now.getTime() + DAY_MS);
    await round();
    expect(await checkpoints()).toEqual([2, 3]);
  });

  it('keeps everything where no policy says otherwise', async () => {
    await log.append(organisation, 3, 400 * DAY_MS);
    await round();
    expect(await seqs()).toEqual([1, 2, 3]);
  });

  it('purges what is older than the policy, and the chain still holds', async () => {
    await keep(organisation, 30);
    await log.append(organisation, 6, 10 * DAY_MS);
    await round();
    // Days 0, 10, 20, 30, 40, 50 seen from the last one: 40 and 50 are older than 30. The purge itself is number 7.
    expect(await seqs()).toEqual([3, 4, 5, 6, 7]);
    expect(await checkpoints()).toContain(2);
    const purge = await log.entry(organisation, 7);
    expect(purge).toMatchObject({
      action: 'audit.purge',
      actorName: 'Switchroom',
      address: 'gateway',
      result: 'allowed',
      after: { days: 30, from: 1, upTo: 2, entries: 2, signature: expect.any(String) },
    });
    expect(await log.verify(organisation)).toMatchObject({ ok: true, from: 3, entries: 5 });
    await log.append(organisation, 2, 15 * DAY_MS);
    await round();
    expect(await seqs()).toEqual([6, 7, 8, 9, 10]);
    expect(await log.verify(organisation)).toMatchObject({ ok: true, from: 6, entries: 5 });
  });

  it('does so once a day, and not for the sake of its own entries', async () => {
    await keep(organisation, 1);
    await log.append(organisation, 2, 2 * DAY_MS);
    for (let day = 0; day < 3; day += 1) {
      await round();
      await round();
      log.now = new Date(log.now.getTime() + 2 * DAY_MS);
    }
    expect(await seqs()).toEqual([4]);
    await log.append(organisation, 1);
    await round();
    expect(await seqs()).toEqual([4, 5]);
  });

  it('takes the longest that is set here or above', async () => {
    const site = await createOrganisation(base.db, { kind: 'site', name: randomUUID(), parent: organisation });
    await keep(tree.alpha, 30);
    try {
      const effective = (target: TestOrganisation) => base.db.inScope(systemScope, (tx) => retentionOf(tx, target.id));
      expect(await effective(site)).toEqual({
        days: 30,
        from: { id: tree.alpha.id, name: tree.alpha.name, kind: 'reseller' },
      });
      await keep(organisation, 10);
      expect(await effective(site)).toMatchObject({ days: 30, from: { id: tree.alpha.id } });
      await keep(site, 31);
      expect(await effective(site)).toMatchObject({ days: 31, from: { id: site.id } });
      expect(await effective(tree.betaOne)).toEqual({ days: undefined, from: undefined });
      await keep(site, 5);
      await log.append(site, 4, 15 * DAY_MS);
      await round();
      // Days 0, 15, 30, 45 seen from the last one: what is older than 30 leaves, what is older than 5 or 10 stays.
      expect(await seqs(site)).toEqual([2, 3, 4, 5]);
    } finally {
      await keep(tree.alpha, null);
    }
  });

  it('waits a week after a retention became shorter, here or above', async () => {
    const site = await createOrganisation(base.db, { kind: 'site', name: randomUUID(), parent: organisation });
    await keep(site, 30);
    await keep(organisation, null);
    await log.append(site, 6, 10 * DAY_MS);
    await base.sql('UPDATE organisation_policies SET audit_retention_shortened_at = $2 WHERE organisation_id = $1', [
      organisation.id,
      log.now,
    ]);
    await round();
    expect(await seqs(site)).toEqual([1, 2, 3, 4, 5, 6]);
    log.now = new Date(log.now.getTime() + 7 * DAY_MS);
    await round();
    expect(await seqs(site)).toEqual([4, 5, 6, 7]);
  });

  it('leaves a broken chain alone, and says so in it', async () => {
    await keep(organisation, 1);
    await log.append(organisation, 4, DAY_MS);
    await log.tamper(`UPDATE audit_entries SET actor_name = 'x' WHERE organisation_id = $1 AND seq = 2`, [
      organisation.id,
    ]);
    await round();
    expect(await seqs()).toEqual([1, 2, 3, 4, 5]);
    expect(await log.entry(organisation, 5)).toMatchObject({
      action: 'audit.purge',
      result: 'failed',
      after: { problem: 'changed', entry: 2 },
    });
  });
});

describe('what verify says of a beginning that is missing', () => {
  it('is no excuse for more than was purged', async () => {
    await keep(organisation, 30);
    await log.append(organisation, 6, 10 * DAY_MS);
    await round();
    await log.tamper('DELETE FROM audit_entries WHERE organisation_id = $1 AND seq <= 4', [organisation.id]);
    expect(await log.verify(organisation)).toMatchObject({ ok: false, seq: 1, problem: 'deleted' });
  });
});

describe('a purge that somebody made up', () => {
  /** Appends the entry of a purge as whoever may write to the database can, and deletes what it names. */
  async function forge(upTo: number, more: Record<string, unknown> = {}): Promise<void> {
    await base.db.inScope(organisation, (tx) =>
      log.audit.append(tx, ownWork(organisation.id), {
        action: 'audit.purge',
        target: { kind: 'audit-log', id: organisation.id, name: organisation.name },
        after: { days: 30, from: 1, upTo, entries: upTo, ...more },
      }),
    );
    await log.tamper('DELETE FROM audit_entries WHERE organisation_id = $1 AND seq <= $2', [organisation.id, upTo]);
  }
  const deleted = { ok: false, seq: 1, problem: 'deleted' };

  it('is no excuse, although a genuine checkpoint stands at its end', async () => {
    await log.append(organisation, 4);
    await log.checkpoint(organisation);
    await log.append(organisation, 1);
    await forge(4);
    expect(await log.verify(organisation)).toMatchObject(deleted);
    expect(await log.verify(organisation, { publicKey: undefined })).toMatchObject(deleted);
  });

  it('is none with the signature of that checkpoint, or of another key', async () => {
    await log.append(organisation, 4);
    const checkpoint = await log.checkpoint(organisation);
    await log.append(organisation, 1);
    await using elsewhere = await gatewayDatabase();
    const foreign = await TestLog.on(elsewhere);
    const hash = checkpoint?.hash ?? '';
    const other = foreign.signer.signPurge({ organisationId: organisation.id, upTo: 4, hash }).toString('base64');
    await forge(4, { hash, signature: checkpoint?.signature.toString('base64') });
    expect(await log.verify(organisation)).toMatchObject(deleted);
    await forge(4, { hash, signature: other });
    expect(await log.verify(organisation)).toMatchObject(deleted);
  });

  it('is none with the signature of a purge of other entries', async () => {
    await keep(organisation, 30);
    await log.append(organisation, 6, 10 * DAY_MS);
    await round();
    await log.checkpoint(organisation);
    const { after } = await log.entry(organisation, 7);
    const { hash, signature } = z.object({ hash: z.string(), signature: z.string() }).parse(after);
    await forge(7, { hash, signature });
    expect(await log.verify(organisation)).toMatchObject(deleted);
  });
});

describe('the way out of the log', () => {
  const purge = (scope: { path: string }, upTo: number) =>
    base.db.inScope(scope, (tx) => tx.execute(sql`select audit_purge(${organisation.id}::uuid, ${upTo}::bigint)`));

  it('is closed without a checkpoint at that very entry', async () => {
    await log.append(organisation, 3);
    await log.checkpoint(organisation);
    await expect(purge(systemScope, 2)).rejects.toMatchObject({
      cause: { message: expect.stringMatching(/no checkpoint at entry 2/) },
    });
    expect(await seqs()).toEqual([1, 2, 3]);
  });

  it('is closed for a tenant, and for everybody with a statement of their own', async () => {
    await log.append(organisation, 3);
    await log.checkpoint(organisation);
    await expect(purge(organisation, 3)).rejects.toMatchObject({
      cause: { message: expect.stringMatching(/by the gateway itself/) },
    });
    await expect(
      base.db.inScope(systemScope, (tx) => tx.execute(sql`delete from audit_entries`)),
    ).rejects.toMatchObject({ cause: { message: expect.stringMatching(/permission denied/) } });
    await expect(base.sql('DELETE FROM audit_entries')).rejects.toThrow(/append-only/);
    await expect(base.sql('DELETE FROM audit_checkpoints')).rejects.toThrow(/append-only/);
    await expect(base.sql(`UPDATE audit_signing_keys SET public_key = 'x'`)).rejects.toThrow(/append-only/);
    expect(await seqs()).toEqual([1, 2, 3]);
  });

  it('works for an owner that is no superuser and bound by row-level security, and only this way', async () => {
    const test = await createTestDatabase({ migrate: async () => undefined, templateKey: 'empty' });
    const name = `owner_${randomBytes(6).toString('hex')}`;
    const password = randomBytes(12).toString('hex');
    const server = new pg.Client({ connectionString: test.url });
    await server.connect();
    await server.query(`CREATE ROLE ${name} LOGIN PASSWORD '${password}'`);
    try {
      await server.query(`GRANT switchroom_app, switchroom_auth TO ${name}`);
      await server.query(`ALTER DATABASE "${test.name}" OWNER TO ${name}`);
      await server.query(`GRANT ALL ON SCHEMA public TO ${name}`);
      const url = Object.assign(new URL(test.url), { username: name, password }).toString();
      await migrate(url);
      const db = createDatabase({ url });
      const owner = new pg.Client({ connectionString: url });
      await owner.connect();
      try {
        const own: GatewayDatabase = { ...base, url, db };
        const ownLog = await TestLog.on(own);
        const provider = await createOrganisation(db, { kind: 'provider', name: 'P' });
        await ownLog.append(provider, 3);
        await ownLog.checkpoint(provider);
        await owner.query(`SELECT set_config('app.scope', '/', false)`);
        await expect(owner.query('DELETE FROM audit_entries')).rejects.toThrow(/append-only/);
        await ownLog.append(provider, 1);
        const { rows } = await db.inScope(systemScope, (tx) =>
          tx.execute<{ count: string }>(sql`select audit_purge(${provider.id}::uuid, 3) as count`),
        );
        expect(rows).toEqual([{ count: '3' }]);
        expect((await owner.query('SELECT seq::int FROM audit_entries')).rows).toEqual([{ seq: 4 }]);
      } finally {
        await owner.end();
        await db.close();
      }
    } finally {
      await server.end();
      await test.drop();
      const cleaner = new pg.Client({ connectionString: base.url });
      await cleaner.connect();
      await cleaner.query(`DROP ROLE ${name}`);
      await cleaner.end();
    }
  });
});
