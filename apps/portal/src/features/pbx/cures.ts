import type { Direction, LinkReason } from '@switchroom/contracts';

/** What a person can do here about a link that is not up. */
export type Cure = 'password' | 'certificate' | 'address' | 'instructions' | 'remove' | 'retry';

const byReason: Record<LinkReason, readonly Cure[]> = {
  'never-connected': ['instructions'],
  unreachable: ['address', 'retry'],
  dns: ['address', 'retry'],
  'address-forbidden': ['address', 'retry'],
  'connection-refused': ['address', 'retry'],
  timeout: ['address', 'retry'],
  'certificate-untrusted': ['certificate', 'retry'],
  'certificate-expired': ['certificate', 'retry'],
  'certificate-host': ['certificate', 'retry'],
  'certificate-pin': ['certificate', 'retry'],
  'not-a-pbx': ['address', 'retry'],
  'password-refused': ['password', 'instructions', 'retry'],
  'unknown-app': ['instructions', 'address', 'retry'],
  'not-the-app-object': ['instructions', 'retry'],
  'admin-api-missing': ['instructions', 'retry'],
  'another-pbx': ['remove', 'instructions', 'retry'],
  'protocol-error': ['retry'],
  'closed-by-pbx': ['retry'],
  'heartbeat-lost': ['retry'],
  replaced: ['instructions', 'retry'],
  'gateway-restart': ['retry'],
};

/** The cures of a reason, the likeliest first. A PBX that dials us has neither address nor certificate here. */
export function curesOf(reason: LinkReason, direction: Direction): Cure[] {
  return byReason[reason].filter((cure) => direction === 'outbound' || (cure !== 'address' && cure !== 'certificate'));
}
