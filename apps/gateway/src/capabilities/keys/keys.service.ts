import type { KeyKind, KeysView } from '@switchroom/contracts';
import type { Tenant } from '../../db/tenant';

/** The keys that stored secrets are protected with. Only ids, ages and counts ever leave. */
export interface KeysService {
  state(): Promise<KeysView>;
  /**
   * Makes a new key and answers at once; sealing anew goes on beside everything else, also over a restart.
   * Throws `forbidden` for the key file where the key comes from the environment.
   */
  rotate(tenant: Tenant, kind: KeyKind): Promise<KeysView>;
}
