import type { LinkReason, PbxDetail } from '@switchroom/contracts';

export const linkStepIds = ['connect', 'login', 'read', 'online'] as const;
export type LinkStepId = (typeof linkStepIds)[number];
export type LinkStepState = 'pending' | 'current' | 'done' | 'failed';

export interface LinkStep {
  id: LinkStepId;
  state: LinkStepState;
}

/** Where a link stands that stopped for this reason; `wait`: nothing is wrong here, the other side has to come (again). */
const stepOfReason: Record<LinkReason, Exclude<LinkStepId, 'online'> | 'wait'> = {
  'never-connected': 'wait',
  unreachable: 'connect',
  dns: 'connect',
  'address-forbidden': 'connect',
  'connection-refused': 'connect',
  timeout: 'connect',
  'certificate-untrusted': 'connect',
  'certificate-expired': 'connect',
  'certificate-host': 'connect',
  'certificate-pin': 'connect',
  'not-a-pbx': 'connect',
  'password-refused': 'login',
  'unknown-app': 'login',
  'not-the-app-object': 'login',
  'admin-api-missing': 'read',
  'another-pbx': 'login',
  'protocol-error': 'login',
  'closed-by-pbx': 'wait',
  'heartbeat-lost': 'wait',
  replaced: 'wait',
  'gateway-restart': 'wait',
};

/** How far the link of a PBX is, step by step. Objects count as read once they were read over the present link. */
export function linkSteps({ link, sync }: Pick<PbxDetail, 'link' | 'sync'>): LinkStep[] {
  if (link.kind === 'online') {
    const read = sync.asOf !== undefined && sync.asOf.getTime() >= link.since.getTime();
    return read ? upTo('online', 'done') : upTo('read', 'current');
  }
  if (link.kind === 'connecting') {
    if (link.step === 'syncing') return upTo('read', 'current');
    return link.step === 'authenticating' ? upTo('login', 'current') : upTo('connect', 'current');
  }
  if (link.kind === 'disabled') return upTo('connect', 'pending');
  const stopped = link.reason === undefined ? 'wait' : stepOfReason[link.reason];
  return stopped === 'wait' ? upTo('connect', 'current') : upTo(stopped, 'failed');
}

function upTo(id: LinkStepId, state: LinkStepState): LinkStep[] {
  const at = linkStepIds.indexOf(id);
  return linkStepIds.map((one, index) => ({
    id: one,
    state: index < at ? 'done' : index === at ? state : 'pending',
  }));
}

/** The reason to show beside the steps: what is wrong, not that the PBX has simply not come yet. */
export function troubleOf({ link }: Pick<PbxDetail, 'link'>): LinkReason | undefined {
  if (link.kind !== 'offline' && link.kind !== 'refused') return undefined;
  return link.reason === 'never-connected' ? undefined : link.reason;
}
