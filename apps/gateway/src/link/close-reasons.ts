import type { LinkReason } from '@switchroom/contracts';

/**
 * What follows the end of a try: `retry` soon, `retry-later` when only time or luck can help, `stop` when a person has to
 * change something first. Wrong credentials are a stop, so they never loop.
 */
export type Consequence = 'retry' | 'retry-later' | 'stop';

export const consequences: Readonly<Record<LinkReason, Consequence>> = {
  'never-connected': 'retry',
  unreachable: 'retry',
  dns: 'retry',
  'connection-refused': 'retry',
  timeout: 'retry',
  'address-forbidden': 'stop',
  'certificate-untrusted': 'stop',
  'certificate-expired': 'stop',
  'certificate-host': 'stop',
  'certificate-pin': 'stop',
  // A PBX that is starting answers with an HTTP error for a while, so this is not a stop.
  'not-a-pbx': 'retry-later',
  'password-refused': 'stop',
  'unknown-app': 'stop',
  'not-the-app-object': 'stop',
  'admin-api-missing': 'stop',
  'another-pbx': 'stop',
  'protocol-error': 'retry-later',
  'closed-by-pbx': 'retry',
  'heartbeat-lost': 'retry',
  replaced: 'retry',
  'gateway-restart': 'retry',
};

/**
 * Why a websocket ended, by its close code (RFC 6455, 7.4). A code that says "you broke the protocol", from either side,
 * is a protocol error; everything else is the PBX's decision or its network's.
 */
export function reasonOfClose(code: number): LinkReason {
  return code === 1002 || code === 1003 || code === 1007 || code === 1009 ? 'protocol-error' : 'closed-by-pbx';
}
