import type { SyncState } from '@switchroom/contracts';

/**
 * What rooms tell each other after their transaction has committed; capabilities turn these into browser streams.
 * Every event about a PBX carries the organisation so that a stream can be filtered by scope before anything else.
 */
export interface GatewayEventMap {
  /** Any fact of a row in the fleet list changed (link, sync, identity, counts, last operation), or it came or went. */
  'pbx.changed': { pbxId: string; organisationId: string; what: 'link' | 'sync' | 'identity' | 'row' | 'removed' };
  /** App objects or templates of a PBX as known to us changed. */
  'objects.changed': { pbxId: string; organisationId: string; guids: string[]; outside: boolean };
  'plan.changed': { planId: string; pbxId: string; organisationId: string };
  'activity.added': { pbxId: string; organisationId: string };
  'sync.changed': { pbxId: string; organisationId: string; state: SyncState };
  /** What these people may do may have changed (role, membership, policy, place in the tree); `everybody` at the very top alone. */
  'access.changed': { userIds: readonly string[] | 'everybody' };
  /**
   * Settings changed: own values, locks, or (`changes`) what is scheduled or waits for a second person. `paths` are those
   * of the organisations where that happened, or of the PBXes' organisations; `pbxIds` the PBXes at which another value
   * holds now, `keys` the settings concerned.
   */
  'settings.changed': {
    what: 'values' | 'locks' | 'changes';
    paths: readonly string[];
    pbxIds: readonly string[];
    keys: readonly string[];
  };
  /** The desired rows changed: the reconciler has work. */
  'targets.changed': { pbxId: string; organisationId: string };
}

/** In-process bus. A bus between gateways can stand behind the same interface. Handlers must not throw. */
export interface GatewayBus {
  emit<E extends keyof GatewayEventMap>(event: E, payload: GatewayEventMap[E]): void;
  on<E extends keyof GatewayEventMap>(event: E, handler: (payload: GatewayEventMap[E]) => void): () => void;
}
