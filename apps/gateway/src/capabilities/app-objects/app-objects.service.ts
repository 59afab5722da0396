import type {
  AppObjectDetail,
  AppObjectForm,
  AppObjectRow,
  ListAppObjectsInput,
  Page,
  PlanView,
} from '@switchroom/contracts';
import type { Tenant } from '../../db/tenant';

export interface AppObjectsService {
  list(
    tenant: Tenant,
    input: ListAppObjectsInput,
  ): Promise<Page<AppObjectRow> & { asOf: Date | undefined; online: boolean }>;
  get(tenant: Tenant, input: { pbxId: string; guid: string }): Promise<AppObjectDetail>;
  /** Plans are made from a fresh read of the PBX, so they need the link (`pbx-offline`). Name and Long Name must be free. */
  planCreate(
    tenant: Tenant,
    input: { pbxId: string; catalogueKey?: string | undefined; form: AppObjectForm },
  ): Promise<PlanView>;
  /** Three-way: `base` (what the form showed), live, and `form`; a field that both sides changed is a conflict in the plan. */
  planUpdate(
    tenant: Tenant,
    input: { pbxId: string; guid: string; base: AppObjectForm; form: AppObjectForm; newPassword: boolean },
  ): Promise<PlanView>;
  /** References (templates, users, other apps) are listed and removed first, in the same plan. Our own link's App object is refused. */
  planDelete(tenant: Tenant, input: { pbxId: string; guid: string }): Promise<PlanView>;
  /** A plan that puts back what we last applied. */
  planRevert(tenant: Tenant, input: { pbxId: string; guid: string }): Promise<PlanView>;
  /**
   * Takes the outside change as the wanted state; writes nothing to the PBX; audited. Throws `plan-outdated` when the
   * object was changed again since `seenAt`, the time that was shown.
   */
  acceptOutside(tenant: Tenant, input: { pbxId: string; guid: string; seenAt: Date }): Promise<void>;
  /** Guids that changed, each time something changes; the page re-reads its list. */
  watch(tenant: Tenant, pbxId: string, signal: AbortSignal): AsyncIterable<{ guids: string[]; outside: boolean }>;
}
