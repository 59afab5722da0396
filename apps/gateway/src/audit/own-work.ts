import { randomUUID } from 'node:crypto';

/** Where the gateway's own work comes from, in place of a client's address. */
export const gatewayAddress = 'gateway';

/** Who stands in the log for what the gateway does by itself. */
export function ownWork(organisationId: string) {
  return {
    organisationId,
    actor: { id: 'system', name: 'Switchroom' },
    requestId: randomUUID(),
    address: gatewayAddress,
  };
}
