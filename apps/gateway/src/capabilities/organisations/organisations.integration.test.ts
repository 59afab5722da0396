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
import { createAuditLog } from '../../audit/audit-log';
import type { Caller } from '../../auth/caller';
import { createBus } from '../../bus';
import { systemScope } from '../../db/database';
import { organisations } from '../../db/schema/index';
import { silentLogger } from '../../observability/logger';
import type { AccessService } from '../session/access.service';
import { createAccessService } from '../session/create-access-service';
import { createOrganisationsService } from './create-organisations-service';
import type { OrganisationsService } from './organisations.service';

let base: GatewayDatabase;
let tree: TestTree;
let service: OrganisationsService;
let access: AccessService;
beforeAll(async () => {
  base = await gatewayDatabase();
  tree = await createTree(base.db);
  service = createOrganisationsService({ db: base.db, audit: createAuditLog(), bus: createBus(silentLogger) });
  access = createAccessService({ db: base.db, audit: createAuditLog() });
  const many = Array.from({ length: 1000 }, (_, index) => {
    const id = randomUUID();
    return {
      id,
      parentId: tree.beta.id,
      kind: 'customer' as const,
      name: `Customer ${String(index).padStart(4, '0')}`,
      path: `${tree.beta.path}${id}/`,
    };
  });
  await base.db.inScope(systemScope, (tx) => tx.insert(organisations).values(many));
  await createPbx(base.db, tree.alphaOne);
  await createPbx(base.db, tree.alphaOne);
  await createPbx(base.db, tree.alphaTwo);
});
afterAll(() => base.close());

const request = { requestId: 'test', address: '127.0.0.1' };
const search = async (person: Caller, q: string, limit: number) =>
  await service.search(await access.rootsOf(person), { q, limit, archived: false });
const get = async (person: Caller, organisationId: string) =>
  await service.get(await access.tenantOf(person, organisationId, request), await access.rootsOf(person));

describe('searching organisations', () => {
  it('finds one among a thousand, quickly, best match first', async () => {
    const person = await createMember(base.db, tree.provider);
    await createOrganisation(base.db, { kind: 'site', name: 'Site of customer 0500', parent: tree.alphaOne });
    const start = performance.now();
    const hits = await search(person, 'customer 0500', 20);
    expect(performance.now() - start).toBeLessThan(500);
    expect(hits.map(({ name }) => name)).toEqual(['Customer 0500', 'Site of customer 0500']);
    expect(hits[1]?.trail.map(({ name }) => name)).toEqual([tree.provider.name, 'Reseller Alpha', 'Alpha One']);
  });

  it('orders equal, beginning, word and anywhere, and takes wildcards as text', async () => {
    const top = await createOrganisation(base.db, { kind: 'reseller', name: 'Sorted', parent: tree.provider });
    for (const name of ['Big Nord', 'Nord', 'Nordlicht', 'Bignord', '100% Nord_x']) {
      await createOrganisation(base.db, { kind: 'customer', name, parent: top });
    }
    const person = await createMember(base.db, top);
    const names = async (q: string) => (await search(person, q, 10)).map(({ name }) => name);
    expect(await names('NORD')).toEqual(['Nord', 'Nordlicht', '100% Nord_x', 'Big Nord', 'Bignord']);
    expect(await names('%')).toEqual(['100% Nord_x']);
    expect(await names('_')).toEqual(['100% Nord_x']);
    expect(await names('\\')).toEqual([]);
    expect(await names("'; drop table members; --")).toEqual([]);
  });

  it('starts at home without a text, and counts PBXes of the whole subtree', async () => {
    const person = await createMember(base.db, tree.alpha);
    const hits = await search(person, '', 50);
    expect(hits.slice(0, 3).map(({ name, pbxs }) => [name, pbxs])).toEqual([
      ['Reseller Alpha', 3],
      ['Alpha One', 2],
      ['Alpha Two', 1],
    ]);
  });
});

describe('a search', () => {
  it('is narrowed to kinds, and finds archived ones and what is below them only on request', async () => {
    const top = await createOrganisation(base.db, { kind: 'reseller', name: 'Zebra', parent: tree.provider });
    const gone = await createOrganisation(base.db, { kind: 'customer', name: 'Zebra gone', parent: top });
    await createOrganisation(base.db, { kind: 'site', name: 'Zebra site', parent: gone });
    await base.sql('UPDATE organisations SET archived_at = now() WHERE id = $1', [gone.id]);
    const roots = [top];
    const names = async (input: { archived: boolean; kinds?: ('reseller' | 'customer' | 'site')[] }) =>
      (await service.search(roots, { q: 'zebra', limit: 10, ...input })).map(({ name, archived }) => [name, archived]);
    expect(await names({ archived: false })).toEqual([['Zebra', false]]);
    expect(await names({ archived: true })).toEqual([
      ['Zebra', false],
      ['Zebra gone', true],
      ['Zebra site', true],
    ]);
    expect(await names({ archived: true, kinds: ['site', 'reseller'] })).toEqual([
      ['Zebra', false],
      ['Zebra site', true],
    ]);
  });
});

describe('organisations out of reach', () => {
  it('are neither found nor named in a trail', async () => {
    const person = await createMember(base.db, tree.alpha);
    expect(await search(person, 'customer 0', 20)).toEqual([
      expect.objectContaining({ name: 'Site of customer 0500' }),
    ]);
    const one = await get(person, tree.alphaOne.id);
    expect(one.trail.map(({ name }) => name)).toEqual(['Reseller Alpha']);
  });

  it('answer not-found, like those that do not exist', async () => {
    const person = await createMember(base.db, tree.alpha);
    for (const id of [tree.beta.id, tree.betaOne.id, tree.provider.id, randomUUID()]) {
      await expect(get(person, id)).rejects.toMatchObject({ code: 'not-found' });
    }
    await expect(get(person, tree.alphaTwo.id)).resolves.toMatchObject({ name: 'Alpha Two' });
  });

  it('are all of them for a program that was not given their names', async () => {
    const person = await createMember(base.db, tree.alpha);
    const program = (...permissions: ('audit:read' | 'organisations:read')[]): Caller => ({
      ...person,
      token: { id: randomUUID(), name: 'T', organisationId: tree.alpha.id, permissions },
    });
    await expect(access.tenantOf(program('audit:read'), tree.alpha.id, request)).resolves.toBeDefined();
    await expect(search(program('audit:read'), '', 5)).resolves.toEqual([]);
    await expect(search(program('audit:read', 'organisations:read'), 'alpha two', 5)).resolves.toHaveLength(1);
  });

  it('are all of them for an account without membership', async () => {
    await expect(search({ id: 'nobody', name: '', email: '' }, '', 5)).resolves.toEqual([]);
  });
});
