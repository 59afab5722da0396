import type { Clock } from '../link/clock';
import type { Admission, LinkContext, LinkMetrics, LinkTimings, Logger } from '../link/context';
import type { Subscriptions } from '../link/subscriptions';
import type { Dial } from '../link/transport';
import type { PbxTarget } from './port';

/** What all links share. */
export interface SharedContext {
  readonly clock: Clock;
  readonly random: () => number;
  readonly logger: Logger;
  readonly metrics: LinkMetrics;
  readonly timings: LinkTimings;
  readonly admission: Admission;
  readonly dial: Dial;
  readonly outboxLimit: number;
  readonly strict: boolean;
}

/** The narrow context of one link, made from its row: never the fleet, never another PBX's secrets. */
export function linkContext(
  shared: SharedContext,
  target: PbxTarget,
  subscriptions: Subscriptions,
  firstEpoch: number,
): LinkContext {
  const { pbxId, direction, appObjectName, address, pinnedCertificate, pinnedFingerprint, password } = target;
  return {
    ...shared,
    subscriptions,
    firstEpoch,
    target: { pbxId, direction, appObjectName, address, pinnedCertificate, pinnedFingerprint, password },
  };
}
