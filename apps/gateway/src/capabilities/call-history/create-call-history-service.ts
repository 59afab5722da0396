import { AppError, type RetentionRow } from '@switchroom/contracts';
import { and, eq, isNull, sql } from 'drizzle-orm';
import type { AuditLog } from '../../audit/port';
import type { CheckpointSigner } from '../../audit/signing';
import { maskCall } from '../../call-history/mask';
import { beginRuns } from '../../call-history/purge';
import { type RetentionReportFile, retentionReportKind } from '../../call-history/report-file';
import { defaultZone, zonesOf } from '../../call-history/schedule';
import type { CallHistorySettings } from '../../call-history/settings-port';
import { nextDue } from '../../call-history/zone-time';
import { decodeCursor, encodeCursor } from '../../db/cursor';
import { type Database, systemScope, type Tx } from '../../db/database';
import { organisations, pbxs, retentionRuns, retentionZones } from '../../db/schema/index';
import type { Tenant } from '../../db/tenant';
import type { CallHistoryService } from './call-history.service';
import { findCall, listCalls } from './calls.queries';
import { matching, retentionRows } from './retention-report';

export interface CallHistoryDependencies {
  db: Database;
  audit: AuditLog;
  settings: CallHistorySettings;
  signer: CheckpointSigner;
  /** Purges have begun that somebody waits for. */
  wake: () => void;
  now?: () => Date;
}

/** The history of calls, and how long it is kept. */
export function createCallHistoryService(dependencies: CallHistoryDependencies): CallHistoryService {
  const { db, audit, settings, signer, wake, now = () => new Date() } = dependencies;
  const nothing = { digits: 10 };
  return {
    async list(tenant, input) {
      const page = await db.inScope(tenant, (tx) => listCalls(tx, input));
      // Without its flow, only the record of a diversion says where it led.
      const diverted = page.rows.filter(({ direction }) => direction === 'forwarded');
      const masking = await settings.maskingOf([...new Set(diverted.map(({ pbx }) => pbx.id))]);
      return { ...page, rows: page.rows.map((row) => maskCall(row, masking.get(row.pbx.id) ?? nothing)) };
    },

    async get(tenant, callId) {
      const call = await db.inScope(tenant, (tx) => findCall(tx, callId));
      const masking = await settings.maskingOf([call.pbx.id]);
      return maskCall(call, masking.get(call.pbx.id) ?? nothing);
    },

    async report(tenant, roots, { q, cursor, limit }) {
      const after = cursor === undefined ? undefined : decodeCursor(cursor);
      const found = await retentionRows({ db, settings, now: now(), roots }, tenant, { q, after, limit: limit + 1 });
      const rows = found.slice(0, limit);
      const last = rows.at(-1)?.pbx;
      const [total, running] = await db.inScope(tenant, async (tx) => [
        await tx.$count(
          tx
            .select({ id: pbxs.id })
            .from(pbxs)
            .innerJoin(organisations, eq(organisations.id, pbxs.organisationId))
            .where(matching(q))
            .as('matched'),
        ),
        await tx.$count(retentionRuns, isNull(retentionRuns.finishedAt)),
      ]);
      const nextCursor = found.length > limit && last ? encodeCursor(last.name.toLowerCase(), last.id) : undefined;
      return { rows, nextCursor, total, running };
    },

    async reportFile(tenant, roots) {
      const at = now();
      const rows = await retentionRows({ db, settings, now: at, roots }, tenant, { q: '' });
      const organisation = await db.inScope(tenant, async (tx) => {
        const { id, name } = await organisationOf(tx, tenant);
        await audit.append(tx, tenant, {
          action: 'call-history.report',
          target: { kind: 'organisation', id, name },
          after: { stores: rows.length },
        });
        return { id, name };
      });
      const report = { organisation, at: at.toISOString(), stores: rows.map(storeOf) };
      return {
        kind: 'switchroom-retention-report',
        report,
        key: { id: signer.keyId, publicKey: signer.publicKey },
        signature: signer.signReport(retentionReportKind, report).toString('base64'),
      };
    },

    async purgeNow(tenant, pbxId) {
      const at = now();
      const wanted = await db.inScope(tenant, (tx) =>
        tx
          .select({ id: pbxs.id, name: pbxs.name, organisationId: pbxs.organisationId })
          .from(pbxs)
          .where(pbxId === undefined ? undefined : eq(pbxs.id, pbxId)),
      );
      const [only] = wanted;
      if (pbxId !== undefined && only === undefined) throw new AppError('not-found');
      const retention = await settings.retentionOf(wanted.map(({ id }) => id));
      const begun = await db.inScope(tenant, async (tx) => {
        const runs = wanted.map(({ id, organisationId }) => ({ pbxId: id, organisationId, dueAt: at }));
        const count = await beginRuns(tx, 'asked', runs, { retention, now: at, askedBy: tenant.actor });
        const { id, name } = await organisationOf(tx, tenant);
        const owner =
          only !== undefined && pbxId !== undefined ? { ...tenant, organisationId: only.organisationId } : tenant;
        await audit.append(tx, owner, {
          action: 'call-history.purge-now',
          target:
            only !== undefined && pbxId !== undefined
              ? { kind: 'pbx', id: only.id, name: only.name }
              : { kind: 'organisation', id, name },
          ...(pbxId === undefined ? {} : { pbxId }),
          after: { pbxs: count },
        });
        return count;
      });
      wake();
      return { begun };
    },

    async schedule(tenant) {
      const { organisationId } = tenant;
      const row = await db.inScope(tenant, (tx) => ownZone(tx, organisationId));
      const zones = await db.inScope(systemScope, (tx) => zonesOf(tx, [organisationId]));
      const effective = zones.get(organisationId) ?? defaultZone;
      const own = row?.timeZone ?? null;
      return { own, effective, version: row?.version ?? 0, nextRunAt: nextDue(effective, now()) };
    },

    async updateSchedule(tenant, { version, timeZone }) {
      const { organisationId } = tenant;
      await db.inScope(tenant, async (tx) => {
        const organisation = await organisationOf(tx, tenant, { lock: true });
        const before = await ownZone(tx, organisationId);
        if ((before?.version ?? 0) !== version) throw new AppError('plan-outdated');
        const here = eq(retentionZones.organisationId, organisationId);
        if (timeZone === null) await tx.delete(retentionZones).where(here);
        else {
          await tx
            .insert(retentionZones)
            .values({ organisationId, timeZone })
            .onConflictDoUpdate({
              target: retentionZones.organisationId,
              set: { timeZone, version: sql`${retentionZones.version} + 1`, updatedAt: now() },
            });
        }
        await audit.append(tx, tenant, {
          action: 'call-history.schedule',
          target: { kind: 'organisation', id: organisation.id, name: organisation.name },
          before: { timeZone: before?.timeZone ?? null },
          after: { timeZone },
        });
      });
      wake();
    },
  };
}

async function ownZone(tx: Tx, organisationId: string) {
  const rows = await tx
    .select()
    .from(retentionZones)
    .where(and(eq(retentionZones.organisationId, organisationId)));
  return rows[0];
}

async function organisationOf(tx: Tx, { organisationId }: Tenant, { lock = false } = {}) {
  const query = tx
    .select({ id: organisations.id, name: organisations.name })
    .from(organisations)
    .where(eq(organisations.id, organisationId));
  const [row] = await (lock ? query.for('update') : query);
  if (row === undefined) throw new AppError('not-found');
  return row;
}

/** A row as the file has it: times as text, so that what is signed is what is written. */
function storeOf(row: RetentionRow): RetentionReportFile['report']['stores'][number] {
  const { pbx, organisation, wantedDays, effectiveDays, origin, oldestAt, lastRun, nextRunAt, timeZone } = row;
  return {
    store: 'call-history',
    organisation: { id: organisation.id, name: organisation.name },
    pbx,
    wantedDays,
    effectiveDays,
    origin: origin.level === 'factory' ? { level: 'factory', place: null } : origin,
    oldestAt: oldestAt?.toISOString() ?? null,
    lastRun: lastRun && {
      startedAt: lastRun.startedAt.toISOString(),
      finishedAt: lastRun.finishedAt?.toISOString() ?? null,
      deleted: lastRun.deleted,
    },
    nextRunAt: nextRunAt.toISOString(),
    timeZone,
  };
}
