import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createMember,
  createOrganisation,
  createPbx,
  createTree,
  type GatewayDatabase,
  gatewayDatabase,
  type TestTree,
} from '../../../test/factories/index';
import { organisationsRoom } from './testing/organisations-room';

let base: GatewayDatabase;
let tree: TestTree;
let room: ReturnType<typeof organisationsRoom>;
let reseller: Awaited<ReturnType<typeof createMember>>;
beforeAll(async () => {
  base = await gatewayDatabase();
  tree = await createTree(base.db);
  room = organisationsRoom(base);
  reseller = await createMember(base.db, tree.alpha);
});
afterAll(() => base.close());

const auditOf = async (organisationId: string) =>
  await base.sql<{ action: string; before: unknown; after: unknown; target_name: string }>(
    'SELECT action, before, after, target_name FROM audit_entries WHERE organisation_id = $1 ORDER BY seq',
    [organisationId],
  );
const rowOf = async (id: string) =>
  (
    await base.sql<{ name: string; path: string; version: number }>('SELECT * FROM organisations WHERE id = $1', [id])
  )[0];

describe('a new organisation', () => {
  it('hangs where it was made, with its path, and is in its own audit log', async () => {
    const made = await room.as(reseller).create(tree.alpha.id, { name: '  Alpha Three ', kind: 'customer' });
    expect(made).toMatchObject({ name: 'Alpha Three', kind: 'customer' });
    expect((await rowOf(made.id))?.path).toBe(`${tree.alpha.path}${made.id}/`);
    const site = await room.as(reseller).create(made.id, { name: 'Main site', kind: 'site' });
    expect((await room.as(reseller).get(site.id)).trail.map(({ name }) => name)).toEqual([
      'Reseller Alpha',
      'Alpha Three',
    ]);
    expect(await auditOf(made.id)).toEqual([
      {
        action: 'organisation.create',
        before: null,
        after: { name: 'Alpha Three', kind: 'customer' },
        target_name: 'Alpha Three',
      },
    ]);
  });

  it('needs a name that no sibling has; elsewhere it may be used', async () => {
    await expect(
      room.as(reseller).create(tree.alpha.id, { name: 'Alpha One', kind: 'customer' }),
    ).rejects.toMatchObject({
      code: 'already-exists',
      fields: [{ path: 'name', rule: 'name-taken' }],
    });
    await expect(
      room.as(reseller).create(tree.alphaTwo.id, { name: 'Alpha One', kind: 'site' }),
    ).resolves.toBeDefined();
  });

  it('is of a kind that may hang there', async () => {
    for (const [parent, kind] of [
      [tree.alphaOne, 'customer'],
      [tree.alphaOne, 'reseller'],
      [tree.alpha, 'site'],
      [tree.alpha, 'provider'],
    ] as const) {
      await expect(room.as(reseller).create(parent.id, { name: 'Wrong', kind })).rejects.toMatchObject({
        code: 'invalid-input',
        fields: [{ path: 'kind', rule: 'organisation-kind' }],
      });
    }
    expect(await base.sql(`SELECT id FROM organisations WHERE name = 'Wrong'`)).toEqual([]);
  });

  it('with one name, asked for ten times at once, is made once', async () => {
    const tries = await Promise.allSettled(
      Array.from({ length: 10 }, () => room.as(reseller).create(tree.alpha.id, { name: 'Once', kind: 'customer' })),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await base.sql(`SELECT id FROM organisations WHERE name = 'Once'`)).toHaveLength(1);
  });
});

describe('a new name', () => {
  it('is kept with the one before it', async () => {
    const made = await room.as(reseller).create(tree.alpha.id, { name: 'Before', kind: 'customer' });
    await room.as(reseller).rename(made.id, { name: 'After', version: 1 });
    expect(await rowOf(made.id)).toMatchObject({ name: 'After', version: 2 });
    expect((await auditOf(made.id)).at(-1)).toEqual({
      action: 'organisation.update',
      before: { name: 'Before' },
      after: { name: 'After' },
      target_name: 'After',
    });
  });

  it('is refused from a page that was opened before another change', async () => {
    const made = await room.as(reseller).create(tree.alpha.id, { name: 'Stale', kind: 'customer' });
    const both = await Promise.allSettled([
      room.as(reseller).rename(made.id, { name: 'Mine', version: 1 }),
      room.as(reseller).rename(made.id, { name: 'Theirs', version: 1 }),
    ]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'plan-outdated' } });
    expect((await auditOf(made.id)).filter(({ action }) => action === 'organisation.update')).toHaveLength(1);
  });

  it('is refused where a sibling has it', async () => {
    await expect(room.as(reseller).rename(tree.alphaTwo.id, { name: 'Alpha One', version: 1 })).rejects.toMatchObject({
      code: 'already-exists',
      fields: [{ path: 'name', rule: 'name-taken' }],
    });
  });
});

describe('somebody else', () => {
  it('finds nothing to change beside or above, as if it did not exist', async () => {
    const customer = await createMember(base.db, tree.alphaOne);
    for (const foreign of [tree.alphaTwo.id, tree.alpha.id, tree.provider.id, tree.betaOne.id, randomUUID()]) {
      const as = room.as(customer);
      for (const attempt of [
        () => as.list(foreign),
        () => as.detail(foreign),
        () => as.create(foreign, { name: 'Mine', kind: 'site' }),
        () => as.rename(foreign, { name: 'Mine', version: 1 }),
        () => as.archive(foreign, { version: 1, confirmName: 'Alpha Two' }),
        () => as.restore(foreign, 1),
      ]) {
        await expect(attempt()).rejects.toMatchObject({ code: 'not-found' });
      }
    }
    await expect(room.as(customer).detail(tree.alphaOne.id)).resolves.toMatchObject({
      name: 'Alpha One',
      parent: undefined,
      archivedAbove: false,
    });
  });

  it('who may only look changes nothing', async () => {
    const auditor = room.as(await createMember(base.db, tree.alpha, { role: 'auditor' }));
    await expect(auditor.list(tree.alpha.id)).resolves.toBeDefined();
    for (const attempt of [
      () => auditor.create(tree.alpha.id, { name: 'No', kind: 'customer' }),
      () => auditor.rename(tree.alphaOne.id, { name: 'No', version: 1 }),
      () => auditor.archive(tree.alphaOne.id, { version: 1, confirmName: 'Alpha One' }),
      () => auditor.previewMove(tree.alphaOne.id, tree.beta.id),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'forbidden' });
    }
  });
});

describe('the list of what hangs below', () => {
  it('counts each thing once, sorts and pages by every key without losing or repeating a row', async () => {
    const top = await createOrganisation(base.db, { kind: 'reseller', name: 'Listed', parent: tree.provider });
    const person = await createMember(base.db, top);
    for (let index = 0; index < 7; index += 1) {
      const customer = await createOrganisation(base.db, { kind: 'customer', name: `Kunde ${index}`, parent: top });
      const site = await createOrganisation(base.db, { kind: 'site', name: 'Haus', parent: customer });
      for (let count = 0; count < index % 3; count += 1) await createPbx(base.db, site);
      if (index % 2 === 0) await createMember(base.db, customer);
    }
    const as = room.as(person);
    for (const sort of ['name', 'kind', 'organisations', 'pbxs', 'people'] as const) {
      for (const dir of ['asc', 'desc'] as const) {
        for (const depth of ['children', 'subtree'] as const) {
          const seen: string[] = [];
          const counts: number[] = [];
          let cursor: string | undefined;
          do {
            const page = await as.list(top.id, {
              sort,
              dir,
              depth,
              limit: 3,
              ...(cursor === undefined ? {} : { cursor }),
            });
            expect(page.total).toBe(depth === 'children' ? 7 : 14);
            seen.push(...page.rows.map(({ id }) => id));
            if (sort !== 'name' && sort !== 'kind') counts.push(...page.rows.map((row) => row[sort]));
            cursor = page.nextCursor;
          } while (cursor !== undefined);
          expect(new Set(seen).size).toBe(depth === 'children' ? 7 : 14);
          const sorted = counts.toSorted((a, b) => a - b);
          expect(counts).toEqual(dir === 'asc' ? sorted : sorted.toReversed());
        }
      }
    }
    const { rows } = await as.list(top.id, { sort: 'name' });
    expect(rows.map(({ name, organisations, pbxs, people }) => [name, organisations, pbxs, people])).toEqual([
      ['Kunde 0', 1, 0, 1],
      ['Kunde 1', 1, 1, 0],
      ['Kunde 2', 1, 2, 1],
      ['Kunde 3', 1, 0, 0],
      ['Kunde 4', 1, 1, 1],
      ['Kunde 5', 1, 2, 0],
      ['Kunde 6', 1, 0, 1],
    ]);
    const sites = await as.list(top.id, { depth: 'subtree', kinds: ['site'], q: 'haus' });
    expect(sites.total).toBe(7);
    expect(sites.rows[0]?.trail.map(({ name }) => name)).toEqual([expect.stringMatching(/^Kunde/)]);
    expect(await as.detail(top.id)).toMatchObject({ children: 7, organisations: 14, pbxs: 6, people: 5 });
  });

  it('leaves out what is archived until asked, also in an archived organisation', async () => {
    const top = await createOrganisation(base.db, { kind: 'reseller', name: 'Partly', parent: tree.provider });
    const person = await createMember(base.db, top);
    const as = room.as(person);
    const gone = await as.create(top.id, { name: 'Gone', kind: 'customer' });
    await as.create(gone.id, { name: 'Site of it', kind: 'site' });
    await as.create(top.id, { name: 'Here', kind: 'customer' });
    await as.archive(gone.id, { version: 1, confirmName: 'Gone' });
    const names = async (id: string, input: Parameters<typeof as.list>[1]) =>
      (await as.list(id, input)).rows.map(({ name, archived }) => `${name}${archived ? ' (archived)' : ''}`);
    expect(await names(top.id, { depth: 'subtree' })).toEqual(['Here']);
    expect(await names(top.id, { depth: 'subtree', archived: true })).toEqual([
      'Gone (archived)',
      'Here',
      'Site of it (archived)',
    ]);
    expect(await names(gone.id, {})).toEqual(['Site of it (archived)']);
  });
});
