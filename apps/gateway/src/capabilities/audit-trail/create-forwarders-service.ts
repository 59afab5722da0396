import { createHash, X509Certificate } from 'node:crypto';
import { AppError, type ForwarderForm, type ForwarderView, invalidField } from '@switchroom/contracts';
import { and, asc, eq, sql } from 'drizzle-orm';
import { type ForwarderRow, startFromNow, waitingFor } from '../../audit/forward/forward.queries';
import type { Forwarding } from '../../audit/forward/forwarding';
import { SendError } from '../../audit/forward/send';
import type { AuditLog } from '../../audit/port';
import type { Database, Tx } from '../../db/database';
import { auditForwarders, organisations } from '../../db/schema/index';
import type { Tenant } from '../../db/tenant';
import { type AddressGuard, ForbiddenAddressError } from '../../net/address-policy';
import type { ForwardersService } from './forwarders.service';

/** Of one organisation. */
const FORWARDERS_AT_MOST = 5;

export interface ForwardersDependencies {
  db: Database;
  audit: AuditLog;
  forwarding: Pick<Forwarding, 'refresh' | 'test'>;
  /** Which addresses a receiver may have. */
  receivers: AddressGuard;
}

/** Where audit entries are sent as they come. */
export function createForwardersService(dependencies: ForwardersDependencies): ForwardersService {
  const { db, audit, forwarding, receivers } = dependencies;
  const record = (
    tx: Tx,
    tenant: Tenant,
    row: ForwarderRow,
    action: string,
    facts: { before?: unknown; after?: unknown },
  ) => audit.append(tx, { ...tenant, organisationId: row.organisationId }, { action, target: targetOf(row), ...facts });

  return {
    list: (tenant) =>
      db.inScope(tenant, async (tx) => {
        const rows = await tx
          .select({ row: auditForwarders, organisation: organisations })
          .from(auditForwarders)
          .innerJoin(organisations, eq(organisations.id, auditForwarders.organisationId))
          .orderBy(asc(organisations.path), asc(auditForwarders.createdAt), asc(auditForwarders.id));
        const views: ForwarderView[] = [];
        for (const { row, organisation } of rows) {
          views.push(toView(row, organisation, await waitingFor(tx, row.id, organisation.path)));
        }
        return views;
      }),

    async create(tenant, { forwarder, fromStart }) {
      const columns = await checked(forwarder, receivers);
      const id = await db.inScope(tenant, async (tx) => {
        await assertRoom(tx, tenant.organisationId);
        const [row] = await tx
          .insert(auditForwarders)
          .values({ organisationId: tenant.organisationId, ...columns })
          .returning();
        if (row === undefined) throw new AppError('internal', { message: 'the forwarder did not come back' });
        if (!fromStart) await startFromNow(tx, row.id);
        await record(tx, tenant, row, 'audit.forwarder-create', { after: { ...audited(row), fromStart } });
        return row.id;
      });
      forwarding.refresh(id);
      return { id };
    },

    async update(tenant, { forwarderId, version, forwarder }) {
      const columns = await checked(forwarder, receivers);
      await db.inScope(tenant, async (tx) => {
        const before = await requireForwarder(tx, forwarderId);
        const [row] = await tx
          .update(auditForwarders)
          .set({ ...columns, lastError: null, lastErrorAt: null, version: sql`${auditForwarders.version} + 1` })
          .where(and(eq(auditForwarders.id, forwarderId), eq(auditForwarders.version, version)))
          .returning();
        if (row === undefined) throw new AppError('plan-outdated', { message: 'the forwarder was changed meanwhile' });
        await record(tx, tenant, row, 'audit.forwarder-update', { before: audited(before), after: audited(row) });
      });
      forwarding.refresh(forwarderId);
    },

    async remove(tenant, { forwarderId, version }) {
      await db.inScope(tenant, async (tx) => {
        const before = await requireForwarder(tx, forwarderId);
        const gone = await tx
          .delete(auditForwarders)
          .where(and(eq(auditForwarders.id, forwarderId), eq(auditForwarders.version, version)))
          .returning({ id: auditForwarders.id });
        if (gone.length === 0) throw new AppError('plan-outdated', { message: 'the forwarder was changed meanwhile' });
        await record(tx, tenant, before, 'audit.forwarder-remove', { before: audited(before) });
      });
    },

    async test(tenant, forwarderId) {
      const row = await db.inScope(tenant, (tx) => requireForwarder(tx, forwarderId));
      const problem = await forwarding.test(row, tenant.actor.name).then(
        () => undefined,
        (error: unknown) => {
          if (error instanceof SendError) return error;
          throw error;
        },
      );
      await db.inScope(tenant, (tx) =>
        audit.append(
          tx,
          { ...tenant, organisationId: row.organisationId },
          {
            action: 'audit.forwarder-test',
            target: targetOf(row),
            ...(problem === undefined ? {} : { after: { problem: problem.problem, detail: problem.detail } }),
            result: problem === undefined ? 'allowed' : 'failed',
          },
        ),
      );
      return problem === undefined ? { ok: true } : { ok: false, problem: problem.problem, detail: problem.detail };
    },
  };
}

/** Each one has a connection and a look at the log of its own, every two seconds. @throws {AppError} `invalid-input` */
async function assertRoom(tx: Tx, organisationId: string): Promise<void> {
  // Two who add the last one at once wait for each other here.
  await tx
    .select({ id: organisations.id })
    .from(organisations)
    .where(eq(organisations.id, organisationId))
    .for('update');
  const there = await tx.$count(auditForwarders, eq(auditForwarders.organisationId, organisationId));
  if (there >= FORWARDERS_AT_MOST) throw invalidField('forwarder.host', 'forwarders-limit');
}

async function requireForwarder(tx: Tx, id: string): Promise<ForwarderRow> {
  const rows = await tx.select().from(auditForwarders).where(eq(auditForwarders.id, id));
  if (rows[0] === undefined) throw new AppError('not-found');
  return rows[0];
}

/** The form as columns, once its host may be connected to and its certificate is one. */
async function checked(form: ForwarderForm, receivers: AddressGuard): Promise<ForwarderForm> {
  await receivers.assertHost(form.host).catch((error: unknown) => {
    throw error instanceof ForbiddenAddressError ? invalidField('forwarder.host', 'address-forbidden') : error;
  });
  if (form.tls && form.caCertificate !== null) fingerprintOf(form.caCertificate);
  return { ...form, caCertificate: form.tls ? form.caCertificate : null };
}

function fingerprintOf(pem: string): string {
  try {
    return createHash('sha256').update(new X509Certificate(pem).raw).digest('hex');
  } catch {
    throw invalidField('forwarder.caCertificate', 'certificate-pem');
  }
}

function targetOf({ id, host, port }: ForwarderRow) {
  return { kind: 'audit-log' as const, id, name: `${host}:${port}` };
}

function audited({ host, port, tls, caCertificate, enabled }: ForwarderRow) {
  return { host, port, tls, authority: caCertificate === null ? null : fingerprintOf(caCertificate), enabled };
}

function toView(row: ForwarderRow, organisation: typeof organisations.$inferSelect, waiting: number): ForwarderView {
  const [key = 'other', ...detail] = (row.lastError ?? '').split(': ');
  const { id, name, kind } = organisation;
  return {
    id: row.id,
    organisation: { id, name, kind },
    host: row.host,
    port: row.port,
    tls: row.tls,
    caCertificate: row.caCertificate,
    enabled: row.enabled,
    lastSentAt: row.lastSentAt,
    lastError:
      row.lastError === null || row.lastErrorAt === null
        ? null
        : { key, detail: detail.join(': '), at: row.lastErrorAt },
    waiting,
    version: row.version,
  };
}
