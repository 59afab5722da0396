import type { ForwarderForm, ForwarderView } from '@switchroom/contracts';
import type { Tenant } from '../../db/tenant';

export interface ForwardersService {
  /** Those of the organisation and of everything below it. */
  list(tenant: Tenant): Promise<ForwarderView[]>;
  create(tenant: Tenant, input: { forwarder: ForwarderForm; fromStart: boolean }): Promise<{ id: string }>;
  update(tenant: Tenant, input: { forwarderId: string; version: number; forwarder: ForwarderForm }): Promise<void>;
  remove(tenant: Tenant, input: { forwarderId: string; version: number }): Promise<void>;
  /** Sends one message now; what went wrong is an answer, not an error. */
  test(tenant: Tenant, forwarderId: string): Promise<{ ok: true } | { ok: false; problem: string; detail: string }>;
}
