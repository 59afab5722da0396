import { AppError, type OperationState, type PlanView } from '@switchroom/contracts';
import type { AuditLog, AuditRecord } from '../audit/port';
import { type Database, systemScope, type Tx } from '../db/database';
import { pbxs } from '../db/schema/index';
import type { SecretBox } from '../db/secrets-port';
import type { Tenant } from '../db/tenant';
import type { GatewayBus } from '../events';
import type { FleetReader, FleetWriter } from '../fleet/port';
import type { Logger } from '../observability/logger-port';
import type { Clock } from '../snapshots/clock';
import type { PbxRef } from '../snapshots/record';
import type { Snapshots } from '../snapshots/snapshots';
import { inArray } from 'drizzle-orm';
import { defaultPlanTimings, type PlanTimings } from './pbx-access';
import { createPlanner, type Planner } from './planner';
import { PlanRunner, type RunnerDeps } from './runner';
import {
  discardOpenPlans,
  forgetSecrets,
  loadPbx,
  loadPlan,
  markInterrupted,
  pbxsWithPlans,
  type PlanRecord,
  setLastPlan,
  skipPending,
  type StoredPlan,
  updatePlan,
} from './store';
import { planView } from './views';

/** The only part of the gateway that writes to PBXes. */
export interface PlanEngine extends AsyncDisposable {
  /** Takes up what an earlier process left behind; call before the first link can become ready. */
  start(): Promise<void>;
  /** Drafts plans; see Planner. */
  readonly planner: Planner;
  view(tenant: Tenant, planId: string): Promise<PlanView>;
  confirm(tenant: Tenant, planId: string): Promise<PlanView>;
  discard(tenant: Tenant, planId: string): Promise<PlanView>;
  /** Skips what has not been tried yet; what was sent keeps its state until the PBX has been read. */
  stop(tenant: Tenant, planId: string): Promise<PlanView>;
  retry(tenant: Tenant, planId: string): Promise<PlanView>;
  /** Begins nothing new; resolves when every write under way is recorded. */
  drain(): Promise<void>;
  /** Operations that ended since the process started, by state; for metrics. */
  counts(): Readonly<Record<string, number>>;
}

export interface PlanEngineOptions {
  db: Database;
  fleet: FleetReader & FleetWriter;
  bus: GatewayBus;
  audit: AuditLog;
  secrets: SecretBox;
  snapshots: Snapshots;
  logger: Logger;
  clock: Clock;
  timings?: Partial<PlanTimings>;
}

export function createPlanEngine(options: PlanEngineOptions): PlanEngine {
  const { db, fleet, bus, audit } = options;
  const planner = createPlanner(options);
  const settled = new Map<OperationState, number>();
  const deps: RunnerDeps = {
    ...options,
    timings: { ...defaultPlanTimings, ...options.timings },
    onSettled: (state) => settled.set(state, (settled.get(state) ?? 0) + 1),
  };
  const runners = new Map<string, PlanRunner>();
  const stops: (() => void)[] = [];
  let draining = false;

  const runner = ({ pbxId, organisationId }: PbxRef): PlanRunner => {
    const known = runners.get(pbxId);
    if (known) return known;
    const made = new PlanRunner(deps, { pbxId, organisationId });
    runners.set(pbxId, made);
    return made;
  };
  const kick = (pbx: PbxRef) => {
    if (!draining) runner(pbx).kick();
  };
  const view = (tenant: Tenant, planId: string) =>
    db.inScope(tenant, async (tx) => {
      const stored = await loadPlan(tx, planId);
      return await viewOf(tx, stored);
    });
  const viewOf = async (tx: Tx, stored: StoredPlan) => {
    const pbx = await loadPbx(tx, stored.plan.pbxId);
    return planView(stored, pbx, fleet.epoch(pbx.id) !== undefined);
  };
  const tell = (plan: PlanRecord, planIds: readonly string[]) => {
    const pbx = { pbxId: plan.pbxId, organisationId: plan.organisationId };
    for (const planId of planIds) bus.emit('plan.changed', { planId, ...pbx });
    bus.emit('activity.added', pbx);
    bus.emit('pbx.changed', { ...pbx, what: 'row' });
  };
  const record = (tx: Tx, tenant: Tenant, { plan, operations }: StoredPlan, action: string) => {
    const changes = operations.map(({ action: kind, objectKind, objectName }) => `${kind} ${objectKind} ${objectName}`);
    const entry: AuditRecord = {
      action,
      target: { kind: 'plan', id: plan.id, name: plan.title.params.name ?? plan.title.key },
      pbxId: plan.pbxId,
      after: { title: plan.title.key, operations: changes },
    };
    return audit.append(tx, { ...tenant, organisationId: plan.organisationId }, entry);
  };
  const drain = async () => {
    draining = true;
    await Promise.all([...runners.values()].map((each) => each.drain()));
  };

  return {
    planner,
    view,
    drain,
    counts: () => Object.fromEntries(settled),

    async start() {
      const { interrupted, waiting } = await db.inScope(systemScope, async (tx) => {
        const ids = await pbxsWithPlans(tx);
        const rows = ids.length === 0 ? [] : await tx.select().from(pbxs).where(inArray(pbxs.id, ids));
        return { interrupted: await markInterrupted(tx), waiting: rows };
      });
      for (const operation of interrupted) runner(operation).trackOwnWrite(operation);
      stops.push(
        fleet.on('ready', kick),
        bus.on('pbx.changed', ({ pbxId, what }) => {
          if (what !== 'removed') return;
          const gone = runners.get(pbxId);
          runners.delete(pbxId);
          gone?.drain().catch((error: unknown) => options.logger.error({ pbxId, error }, 'a runner did not stop'));
        }),
      );
      for (const pbx of waiting) kick({ pbxId: pbx.id, organisationId: pbx.organisationId });
    },

    async confirm(tenant, planId) {
      const { result, discarded } = await db.inScope(tenant, async (tx) => {
        const stored = await loadPlan(tx, planId, { lock: true });
        const { plan, operations } = stored;
        if (plan.state !== 'open') throw new AppError('plan-not-open', { message: `the plan is ${plan.state}` });
        if (operations.every(({ state }) => state === 'conflict')) {
          throw new AppError('plan-outdated', { message: 'the plan consists of conflicts' });
        }
        const at = new Date(options.clock.now());
        await updatePlan(tx, planId, {
          state: 'queued',
          confirmedAt: at,
          confirmedBy: tenant.actor.id,
          confirmedByName: tenant.actor.name,
          onBehalfOfId: tenant.onBehalfOf?.id ?? null,
          onBehalfOfName: tenant.onBehalfOf?.name ?? null,
        });
        const others = await discardOpenPlans(tx, plan.pbxId, at);
        await setLastPlan(tx, plan.pbxId, planId);
        await record(tx, tenant, stored, 'plan.confirm');
        return { result: await viewOf(tx, await loadPlan(tx, planId)), discarded: { plan, others } };
      });
      tell(discarded.plan, [planId, ...discarded.others]);
      kick(discarded.plan);
      return result;
    },

    async discard(tenant, planId) {
      const { plan, result } = await db.inScope(tenant, async (tx) => {
        const stored = await loadPlan(tx, planId, { lock: true });
        const nothingSent = stored.operations.every(({ sentAt, settledAt }) => sentAt === null && settledAt === null);
        const { state } = stored.plan;
        // A plan can be running although nothing was sent, when the link went away at the last moment.
        if (state !== 'open' && !((state === 'queued' || state === 'running') && nothingSent)) {
          throw new AppError('plan-not-open', { message: `the plan is ${stored.plan.state}` });
        }
        await updatePlan(tx, planId, { state: 'discarded', endedAt: new Date(options.clock.now()) });
        await forgetSecrets(tx, [planId]);
        await record(tx, tenant, stored, 'plan.discard');
        return { plan: stored.plan, result: await viewOf(tx, await loadPlan(tx, planId)) };
      });
      tell(plan, [planId]);
      return result;
    },

    async stop(tenant, planId) {
      const { plan, result } = await db.inScope(tenant, async (tx) => {
        const stored = await loadPlan(tx, planId, { lock: true });
        const { state } = stored.plan;
        const at = new Date(options.clock.now());
        if (state !== 'queued' && state !== 'running') {
          throw new AppError('plan-not-open', { message: `the plan is ${state}` });
        }
        if ((await skipPending(tx, planId, 'stopped-by-person', at)) === 0) {
          throw new AppError('plan-not-open', { message: 'nothing of the plan is left to skip' });
        }
        const awaited = stored.operations.some((each) => ['applying', 'applied', 'unknown'].includes(each.state));
        if (!awaited) await updatePlan(tx, planId, { state: 'stopped', endedAt: at });
        await record(tx, tenant, stored, 'plan.stop');
        return { plan: stored.plan, result: await viewOf(tx, await loadPlan(tx, planId)) };
      });
      tell(plan, [planId]);
      kick(plan);
      return result;
    },

    async retry(tenant, planId) {
      return await view(tenant, await planner.retry(tenant, planId));
    },

    async [Symbol.asyncDispose]() {
      for (const stop of stops.splice(0)) stop();
      await drain();
    },
  };
}
