import type { ListPlansInput, Page, PlanRow, PlanView } from '@switchroom/contracts';
import type { Tenant } from '../../db/tenant';

export interface PlansService {
  list(tenant: Tenant, input: ListPlansInput): Promise<Page<PlanRow>>;
  get(tenant: Tenant, planId: string): Promise<PlanView>;
  /** Confirms an open plan: it is queued and carried out, durable from here on. Other open plans of that PBX are discarded. */
  confirm(tenant: Tenant, planId: string): Promise<PlanView>;
  /** An open plan, or a queued one of which nothing was sent yet. */
  discard(tenant: Tenant, planId: string): Promise<PlanView>;
  /** Skips what was not tried yet of a plan that is being carried out. Throws `plan-not-open` when nothing is left. */
  stop(tenant: Tenant, planId: string): Promise<PlanView>;
  /** A new plan from the present truth for what the stopped plan did not achieve. */
  retry(tenant: Tenant, planId: string): Promise<PlanView>;
  /** The plan now and after each change of an operation's state. */
  watch(tenant: Tenant, planId: string, signal: AbortSignal): AsyncIterable<PlanView>;
}
