import { z } from 'zod';

/**
 * Link: the websocket to one PBX. `refused` is a stop that needs a person (wrong password, unknown app, certificate);
 * `offline` retries by itself (outbound) or waits for the PBX to dial (inbound); `disabled` was switched off by a person.
 */
export const linkKinds = ['online', 'connecting', 'offline', 'refused', 'disabled'] as const;
export type LinkKind = (typeof linkKinds)[number];

/** Why a link is not online; the portal has a text and a cure for each (`link.reasons.<reason>`). */
export const linkReasons = [
  'never-connected',
  'unreachable',
  'dns',
  'address-forbidden', // the address is one that the installation lets no PBX have
  'connection-refused',
  'timeout',
  'certificate-untrusted',
  'certificate-expired',
  'certificate-host',
  'certificate-pin',
  'not-a-pbx', // no websocket or no AppWebsocket protocol at that address
  'password-refused',
  'unknown-app', // the path names no PBX of ours, or the PBX knows no such App object
  'not-the-app-object', // a user's login, or a login that does not prove to be the App object
  'admin-api-missing', // logged in, but the App object lacks the Admin flag
  'another-pbx', // a different PBX logs in with the same App object
  'protocol-error',
  'closed-by-pbx',
  'heartbeat-lost',
  'replaced', // a newer connection of the same PBX took over
  'gateway-restart',
] as const;
export type LinkReason = (typeof linkReasons)[number];

export const syncStates = ['in-sync', 'drifted', 'conflict', 'unknown'] as const;
export type SyncState = (typeof syncStates)[number];

/** State of one operation of a plan. `skipped`: an operation it depends on did not end as verified. */
export const operationStates = [
  'pending',
  'applying',
  'applied',
  'verified',
  'conflict',
  'failed',
  'unknown',
  'skipped',
] as const;
export type OperationState = (typeof operationStates)[number];

/**
 * `open`: shown as a diff, not confirmed. `queued`: confirmed, waits for the PBX or for the plan before it.
 * `stopped`: ended with something not verified.
 */
export const planStates = ['open', 'queued', 'running', 'verified', 'stopped', 'discarded'] as const;
export type PlanState = (typeof planStates)[number];

export const linkKindSchema = z.enum(linkKinds);
