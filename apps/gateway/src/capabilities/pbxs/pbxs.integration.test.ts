import { type PbxRow } from '@switchroom/contracts';
import { waitUntil } from '@switchroom/testkit/vitest';
import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { createPbx, tenantOf } from '../../../test/factories/index';
import { systemScope } from '../../db/database';
import { openLinkPassword } from '../../db/link-password';
import { pbxEvents, pbxStatus } from '../../db/schema/index';
import { listInput, pbxsRoom, refusal } from './testing/pbxs-room';

const { database, secrets, tree, service, bus, records } = pbxsRoom();

const inbound = {
  direction: 'inbound' as const,
  name: 'Hotel Post',
  appObjectName: 'attendant',
  domain: 'post.example',
};

describe('adding a PBX', () => {
  it('makes an inbound PBX with a URL to enter, a password shown once and kept sealed, and an audit entry', async () => {
    const tenant = tenantOf(tree.alpha);
    const created = await service.create(tenant, {
      ...inbound,
      organisationId: tree.alpha.id,
      targetOrganisationId: tree.alphaOne.id,
    });
    expect(created.instructions.appUrl).toMatch(
      /^https:\/\/gateway\.example\.com\/app\/post\.example\/hotel-post-[0-9a-f]{10}\/switchroom-attendant$/,
    );
    expect(created.instructions.flags).toContain('websocket');
    expect(created.password).toHaveLength(15);
    expect(created.pbx.organisation.id).toBe(tree.alphaOne.id);
    expect(created.pbx.link).toMatchObject({ kind: 'offline', reason: 'never-connected' });
    const stored = await database.db.inScope(systemScope, (tx) => openLinkPassword(tx, secrets, created.pbx.id));
    expect(stored).toBe(created.password);
    expect(records.map((record) => record.action)).toEqual(['pbx.create']);
    expect(JSON.stringify(records)).not.toContain(created.password);
    expect(bus.said.map(({ event }) => event)).toEqual(['targets.changed', 'pbx.changed']);
  });

  it('refuses a name that is taken in the organisation, and keeps nothing of the attempt', async () => {
    const tenant = tenantOf(tree.alpha);
    const input = { ...inbound, organisationId: tree.alpha.id, targetOrganisationId: tree.alphaOne.id };
    await service.create(tenant, input);
    const error = await refusal(service.create(tenant, input));
    expect(error.toJSON()).toMatchObject({ code: 'already-exists', fields: [{ path: 'name', rule: 'name-taken' }] });
    expect((await service.list(tenant, listInput(tree.alpha.id))).total).toBe(1);
    expect(records).toHaveLength(1);
  });

  it('refuses a target organisation outside the scope by naming the field', async () => {
    const error = await refusal(
      service.create(tenantOf(tree.alpha), {
        ...inbound,
        organisationId: tree.alpha.id,
        targetOrganisationId: tree.betaOne.id,
      }),
    );
    expect(error.fields).toMatchObject([{ path: 'targetOrganisationId', rule: 'organisation-unknown' }]);
    expect((await service.list(tenantOf(tree.beta), listInput(tree.beta.id))).total).toBe(0);
  });
});

describe('listing', () => {
  it('pages through every sort order without a gap or a repeat', async () => {
    const tenant = tenantOf(tree.alpha);
    for (let index = 0; index < 23; index += 1) {
      await createPbx(database.db, index % 2 === 0 ? tree.alphaOne : tree.alphaTwo, {
        name: `PBX ${index % 5}-${index}`,
      });
    }
    for (const sort of ['name', 'organisation', 'link', 'sync', 'version', 'lastChange'] as const) {
      for (const dir of ['asc', 'desc'] as const) {
        const seen: PbxRow[] = [];
        let cursor: string | undefined;
        do {
          const page = await service.list(tenant, listInput(tree.alpha.id, { sort, dir, limit: 7, cursor }));
          expect(page.total).toBe(23);
          seen.push(...page.rows);
          cursor = page.nextCursor;
        } while (cursor !== undefined);
        expect(new Set(seen.map((row) => row.id)).size).toBe(23);
        expect(seen).toHaveLength(23);
      }
    }
  });

  it('searches names literally and filters by facts', async () => {
    const tenant = tenantOf(tree.alpha);
    await createPbx(database.db, tree.alphaOne, { name: '100% Hotel' });
    const other = await createPbx(database.db, tree.alphaOne, { name: '1000 Hotel' });
    await database.sql(`update pbx_status set link_kind = 'online' where pbx_id = $1`, [other.id]);
    const found = await service.list(tenant, listInput(tree.alpha.id, { q: '100%' }));
    expect(found.rows.map((row) => row.name)).toEqual(['100% Hotel']);
    const online = await service.list(tenant, listInput(tree.alpha.id, { link: ['online'] }));
    expect(online.rows.map((row) => row.name)).toEqual(['1000 Hotel']);
    expect(await service.counts(tenant)).toMatchObject({ total: 2, link: { online: 1, offline: 1 } });
  });

  it('refuses a cursor that we did not make', async () => {
    const error = await refusal(service.list(tenantOf(tree.alpha), listInput(tree.alpha.id, { cursor: 'nonsense' })));
    expect(error.fields).toMatchObject([{ path: 'cursor', rule: 'cursor-invalid' }]);
  });
});

describe('changing and removing', () => {
  it('refuses a form that was opened before somebody else changed the row', async () => {
    const tenant = tenantOf(tree.alpha);
    const pbx = await createPbx(database.db, tree.alphaOne, { name: 'Old' });
    const input = { organisationId: tree.alpha.id, pbxId: pbx.id, version: pbx.version };
    const detail = await service.update(tenant, { ...input, name: 'New' });
    expect(detail).toMatchObject({ name: 'New', rowVersion: 2 });
    expect((await refusal(service.update(tenant, { ...input, name: 'Newer' }))).code).toBe('plan-outdated');
    expect(bus.said.filter(({ event }) => event === 'targets.changed')).toHaveLength(0);
  });

  it('switches a PBX off and says so as its link state', async () => {
    const tenant = tenantOf(tree.alpha);
    const pbx = await createPbx(database.db, tree.alphaOne);
    const detail = await service.update(tenant, {
      organisationId: tree.alpha.id,
      pbxId: pbx.id,
      version: 1,
      enabled: false,
    });
    expect(detail.link.kind).toBe('disabled');
    expect(bus.said.filter(({ event }) => event === 'targets.changed')).toHaveLength(1);
  });

  it('removes a PBX only when its name was typed', async () => {
    const tenant = tenantOf(tree.alpha);
    const pbx = await createPbx(database.db, tree.alphaOne, { name: 'Hotel Post' });
    const input = { pbxId: pbx.id, confirmName: 'hotel post' };
    expect((await refusal(service.remove(tenant, input))).fields).toMatchObject([{ path: 'confirmName' }]);
    await service.remove(tenant, { ...input, confirmName: 'Hotel Post' });
    expect((await refusal(service.get(tenant, pbx.id))).code).toBe('not-found');
    expect(records.map((record) => record.action)).toEqual(['pbx.remove']);
  });

  it('removes a PBX while its link reports that it went', async () => {
    const pbx = await createPbx(database.db, tree.alphaOne, { name: 'Hotel Post' });
    const removal = await database.db.inScope(systemScope, async (tx) => {
      await tx.update(pbxStatus).set({ linkKind: 'offline' }).where(eq(pbxStatus.pbxId, pbx.id));
      const removing = service.remove(tenantOf(tree.alpha), { pbxId: pbx.id, confirmName: 'Hotel Post' });
      await waitUntil(
        async () =>
          (
            await database.sql(
              `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
            )
          ).length > 0,
        { message: 'the removal to wait for the link' },
      );
      await tx
        .insert(pbxEvents)
        .values({ pbxId: pbx.id, organisationId: tree.alphaOne.id, kind: 'link.offline', params: {} });
      return { removing };
    });
    await removal.removing;
    expect((await refusal(service.get(tenantOf(tree.alpha), pbx.id))).code).toBe('not-found');
  });
});
