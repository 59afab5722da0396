import { AppError } from '@switchroom/contracts';
import type { AuditLog } from '../../audit/port';
import { busEvents } from '../../bus-events';
import type { Database } from '../../db/database';
import type { Tenant } from '../../db/tenant';
import type { GatewayBus } from '../../events';
import type { FleetReader } from '../../fleet/port';
import type { PlanEngine } from '../../plans/engine';
import type { Clock } from '../../snapshots/clock';
import type { Snapshots } from '../../snapshots/snapshots';
import { toDetail, toRow } from './app-object-view';
import { clearOutside, findObject, findPbx, listApps, objectsOf, usersWithApp } from './app-objects.queries';
import type { AppObjectsService } from './app-objects.service';

export interface AppObjectsDependencies {
  db: Database;
  fleet: Pick<FleetReader, 'epoch'>;
  bus: GatewayBus;
  audit: AuditLog;
  plans: Pick<PlanEngine, 'planner' | 'view'>;
  snapshots: Pick<Snapshots, 'refreshSync'>;
  clock: Pick<Clock, 'now'>;
}

/** App objects from the snapshot; every change goes through a plan. */
export function createAppObjectsService(deps: AppObjectsDependencies): AppObjectsService {
  const { db, fleet, bus, audit, plans, snapshots } = deps;
  const planned = async (tenant: Tenant, planId: Promise<string>) => await plans.view(tenant, await planId);
  return {
    list: (tenant, input) =>
      db.inScope(tenant, async (tx) => {
        const pbx = await findPbx(tx, input.pbxId);
        const page = await listApps(tx, input);
        const templates = await objectsOf(tx, pbx.id, 'template');
        return {
          ...page,
          rows: page.rows.map((row) => toRow(row, pbx, templates)),
          asOf: pbx.syncAt ?? undefined,
          online: fleet.epoch(pbx.id) !== undefined,
        };
      }),

    get: (tenant, { pbxId, guid }) =>
      db.inScope(tenant, async (tx) => {
        const pbx = await findPbx(tx, pbxId);
        const row = await findObject(tx, pbxId, guid);
        if (row.kind !== 'app') throw new AppError('not-found', { message: 'not an App object' });
        const templates = await objectsOf(tx, pbxId, 'template');
        const apps = await objectsOf(tx, pbxId, 'app');
        return toDetail(row, pbx, { templates, apps, users: await usersWithApp(tx, pbxId, row.name) });
      }),

    planCreate: (tenant, input) => planned(tenant, plans.planner.create(tenant, input)),
    planUpdate: (tenant, input) => planned(tenant, plans.planner.update(tenant, input)),
    planDelete: (tenant, input) => planned(tenant, plans.planner.remove(tenant, input)),
    planRevert: (tenant, input) => planned(tenant, plans.planner.revert(tenant, input)),

    async acceptOutside(tenant, { pbxId, guid, seenAt }) {
      const pbx = await db.inScope(tenant, async (tx) => {
        const found = await findPbx(tx, pbxId);
        const row = await findObject(tx, pbxId, guid);
        if (!row.outside) throw new AppError('plan-empty', { message: 'nothing was changed outside' });
        if (row.outside.at !== seenAt.toISOString()) {
          throw new AppError('plan-outdated', { message: 'the object was changed again meanwhile' });
        }
        await clearOutside(tx, row, new Date(deps.clock.now()));
        const { fields, deleted } = row.outside;
        await audit.append(
          tx,
          { ...tenant, organisationId: found.organisationId },
          {
            action: `${row.kind === 'app' ? 'app-object' : 'template'}.accept-outside`,
            target: { kind: 'app-object', id: guid, name: row.kind === 'app' ? row.name : row.longName },
            pbxId,
            before: Object.fromEntries(fields.map(({ field, ours }) => [field, ours])),
            after: {
              ...Object.fromEntries(fields.map(({ field, live }) => [field, live])),
              ...(deleted && { deleted }),
            },
          },
        );
        return found;
      });
      const { organisationId } = pbx;
      await snapshots.refreshSync({ pbxId, organisationId });
      bus.emit('objects.changed', { pbxId, organisationId, guids: [guid], outside: false });
      bus.emit('activity.added', { pbxId, organisationId });
    },

    async *watch(tenant, pbxId, signal) {
      // Listen before looking, so that nothing falls between; the id alone gives nothing away before the check.
      using events = busEvents(bus, 'objects.changed', (event) => event.pbxId === pbxId, signal);
      await db.inScope(tenant, (tx) => findPbx(tx, pbxId));
      for await (const batch of events) {
        yield {
          guids: [...new Set(batch.flatMap(({ guids }) => guids))],
          outside: batch.some(({ outside }) => outside),
        };
      }
    },
  };
}
