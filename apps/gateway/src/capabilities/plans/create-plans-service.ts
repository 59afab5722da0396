import { busEvents } from '../../bus-events';
import type { Database } from '../../db/database';
import type { GatewayBus } from '../../events';
import type { PlanEngine } from '../../plans/engine';
import { listPlans } from './plans.queries';
import type { PlansService } from './plans.service';

export interface PlansDependencies {
  db: Database;
  bus: GatewayBus;
  plans: Pick<PlanEngine, 'view' | 'confirm' | 'discard' | 'stop' | 'retry'>;
}

/** Plans as people see and decide on them; the engine carries them out. */
export function createPlansService({ db, bus, plans }: PlansDependencies): PlansService {
  return {
    list: (tenant, input) => db.inScope(tenant, (tx) => listPlans(tx, input)),
    get: (tenant, planId) => plans.view(tenant, planId),
    confirm: (tenant, planId) => plans.confirm(tenant, planId),
    discard: (tenant, planId) => plans.discard(tenant, planId),
    stop: (tenant, planId) => plans.stop(tenant, planId),
    retry: (tenant, planId) => plans.retry(tenant, planId),

    async *watch(tenant, planId, signal) {
      // Listen, then read, so that a change between the two is seen; several changes at once are one view.
      using events = busEvents(bus, 'plan.changed', (event) => event.planId === planId, signal);
      yield await plans.view(tenant, planId);
      for await (const _batch of events) yield await plans.view(tenant, planId);
    },
  };
}
