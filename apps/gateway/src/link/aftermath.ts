import type { LinkReason } from '@switchroom/contracts';
import { backoff, type BackoffOptions, patientDelay } from './backoff';
import { consequences } from './close-reasons';
import type { LinkState } from './machine';

export interface Ending {
  readonly state: LinkState;
  readonly direction: 'inbound' | 'outbound';
  readonly reason: LinkReason;
  readonly detail: string | undefined;
  /** Failures in a row, this one included. */
  readonly attempt: number;
  readonly now: number;
  readonly random: () => number;
  readonly backoff: BackoffOptions;
}

/**
 * The state after a try or a connection ended: a stop that needs a person, a pause before the next try (outbound), or
 * waiting for the PBX (inbound). A link that was refused over an open connection (PbxAdminApi missing) keeps saying so.
 */
export function aftermath(ending: Ending): LinkState {
  const { state, direction, reason, detail, attempt, now, random } = ending;
  if (state.kind === 'draining' || state.kind === 'closed') return state;
  const refused = state.kind === 'refused';
  const note = refused ? { reason: state.reason, detail: state.detail } : { reason, detail };
  const consequence = refused ? 'retry-later' : consequences[reason];
  if (consequence === 'stop') return { kind: 'refused', ...note };
  if (direction === 'inbound') return refused ? state : { kind: 'awaiting', ...note };
  const patient = consequence === 'retry-later';
  const delay = patient ? patientDelay(random, ending.backoff) : backoff(attempt, random, ending.backoff);
  return { kind: 'waiting', retryAt: now + delay, attempt, ...note };
}
