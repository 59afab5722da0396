import { AppError, type CertificateProbe } from '@switchroom/contracts';
import type { AuditRecord } from '../../audit/port';
import type { Fleet } from '../../fleet/port';
import type { GatewayBus } from '../../events';
import { listActivity } from './activity.queries';
import { normaliseAddress } from './address';
import { type ChangeDependencies, createPbx, removePbx, requirePbx, setPassword, updatePbx } from './change-pbx';
import { toDetail, toInstructions } from './pbx-view';
import { countPbxs, listPbxs } from './pbxs.queries';
import type { PbxsService } from './pbxs.service';
import { type ProbedCertificate, probeCertificate } from './probe-certificate';
import { watchFleet, watchPbx } from './watch';

export interface PbxsDependencies extends ChangeDependencies {
  bus: GatewayBus;
  fleet: Pick<Fleet, 'retryNow'>;
  /** Reads objects, nodes and licences of a linked PBX again; `pbx-offline` otherwise. */
  snapshots: { refresh(pbxId: string): Promise<void> };
}

/** The PBX noun: rows, their live facts, and what people do to them. Nothing here writes to a PBX. */
export function createPbxsService(dependencies: PbxsDependencies): PbxsService {
  const { db, audit, bus, fleet, snapshots, gatewayUrl, pbxAddresses } = dependencies;
  const changed = (pbxId: string, organisationId: string, what: 'row' | 'removed') => {
    bus.emit('pbx.changed', { pbxId, organisationId, what });
  };
  return {
    list: (tenant, input) => db.inScope(tenant, (tx) => listPbxs(tx, tenant.path, input)),
    counts: (tenant) => db.inScope(tenant, (tx) => countPbxs(tx, tenant.path)),
    get: (tenant, pbxId) => db.inScope(tenant, async (tx) => toDetail(await requirePbx(tx, tenant, pbxId), gatewayUrl)),
    async create(tenant, input) {
      const created = await createPbx(dependencies, tenant, input);
      bus.emit('targets.changed', { pbxId: created.pbx.id, organisationId: created.pbx.organisation.id });
      changed(created.pbx.id, created.pbx.organisation.id, 'row');
      return created;
    },
    async update(tenant, input) {
      const { detail, linkChanged } = await updatePbx(dependencies, tenant, input);
      if (linkChanged) bus.emit('targets.changed', { pbxId: detail.id, organisationId: detail.organisation.id });
      changed(detail.id, detail.organisation.id, 'row');
      return detail;
    },
    async remove(tenant, input) {
      const organisationId = await removePbx(dependencies, tenant, input);
      bus.emit('targets.changed', { pbxId: input.pbxId, organisationId });
      changed(input.pbxId, organisationId, 'removed');
    },
    async setPassword(tenant, input) {
      const { password, organisationId } = await setPassword(dependencies, tenant, input);
      bus.emit('targets.changed', { pbxId: input.pbxId, organisationId });
      changed(input.pbxId, organisationId, 'row');
      return { password };
    },
    async reconnect(tenant, pbxId) {
      await db.inScope(tenant, async (tx) => {
        const { pbx } = await requirePbx(tx, tenant, pbxId);
        await audit.append(
          tx,
          { ...tenant, organisationId: pbx.organisationId },
          { action: 'pbx.reconnect', target: { kind: 'pbx', id: pbx.id, name: pbx.name }, pbxId },
        );
      });
      fleet.retryNow(pbxId);
    },
    async refresh(tenant, pbxId) {
      await db.inScope(tenant, (tx) => requirePbx(tx, tenant, pbxId));
      await snapshots.refresh(pbxId);
    },
    instructions: (tenant, pbxId) =>
      db.inScope(tenant, async (tx) => toInstructions((await requirePbx(tx, tenant, pbxId)).pbx, gatewayUrl)),
    async probeCertificate(tenant, given): Promise<CertificateProbe> {
      const address = normaliseAddress(given);
      const { host } = new URL(address);
      // Whoever looks where something answers leaves a trace, also where nothing does.
      const record = (facts: Pick<AuditRecord, 'after' | 'result'>) =>
        db.inScope(tenant, (tx) =>
          audit.append(tx, tenant, {
            action: 'pbx.probe-certificate',
            target: { kind: 'pbx', id: host, name: host },
            ...facts,
          }),
        );
      let found: ProbedCertificate;
      try {
        found = await probeCertificate(address, pbxAddresses);
      } catch (error) {
        await record({ after: { problem: error instanceof AppError ? error.code : 'internal' }, result: 'failed' });
        throw error;
      }
      const { leafPem: _leafPem, ...probe } = found;
      await record({ after: { trusted: probe.trusted, fingerprint: probe.chain[0]?.fingerprint ?? null } });
      return probe;
    },
    activity: (tenant, input) =>
      db.inScope(tenant, async (tx) => {
        await requirePbx(tx, tenant, input.pbxId);
        return listActivity(tx, input);
      }),
    watch: (tenant, signal) => watchFleet(db, bus, tenant, signal),
    watchOne: (tenant, pbxId, signal) => watchPbx(db, bus, tenant, pbxId, gatewayUrl, signal),
  };
}
