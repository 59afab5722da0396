import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPbx, tenantOf } from '../../../test/factories/index';
import { systemScope } from '../../db/database';
import { snapshotObjects } from '../../db/schema/index';
import { createWorld, type World } from '../../plans/testing/harness';
import { createTemplatesService } from './create-templates-service';

let world: World;
let pbxId: string;

beforeAll(async () => {
  world = await createWorld();
  const pbx = await createPbx(world.base.db, world.tree.alphaOne);
  pbxId = pbx.id;
  const common = { pbxId, organisationId: pbx.organisationId, kind: 'template' as const, name: '', readAt: new Date() };
  await world.base.db.inScope(systemScope, (tx) =>
    tx.insert(snapshotObjects).values([
      {
        ...common,
        guid: 'b',
        longName: 'Config User',
        model: { fields: { apps: ['notes'] }, parents: ['Config All'] },
      },
      { ...common, guid: 'a', longName: 'Config All', model: { fields: { apps: [] } } },
      {
        ...common,
        guid: 'c',
        longName: 'Gone',
        model: { fields: { apps: [] } },
        outside: { at: new Date().toISOString(), drift: true, deleted: true, fields: [] },
      },
    ]),
  );
});
afterAll(() => world[Symbol.asyncDispose]());

describe('templates', () => {
  it('are listed by name; those deleted on the PBX are not, and unknown users are not zero', async () => {
    const service = createTemplatesService(world.base);
    const { rows, asOf } = await service.list(world.tenant, pbxId);
    expect(asOf).toBeUndefined();
    expect(rows).toEqual([
      { guid: 'a', name: 'Config All', parents: [], apps: [], users: undefined },
      { guid: 'b', name: 'Config User', parents: ['Config All'], apps: ['notes'], users: undefined },
    ]);
  });

  it('of another organisation are not found, those of one below are', async () => {
    const service = createTemplatesService(world.base);
    for (const stranger of [world.tree.betaOne, world.tree.alphaTwo, world.tree.beta]) {
      await expect(service.list(tenantOf(stranger), pbxId)).rejects.toMatchObject({ code: 'not-found' });
    }
    expect((await service.list(tenantOf(world.tree.alpha), pbxId)).rows).toHaveLength(2);
  });
});
