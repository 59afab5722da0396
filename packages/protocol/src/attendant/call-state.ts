import type { CallState } from '../model/call-state';
import type { AttendantCallState, CallEnd, PanicFailure } from './terms';

/**
 * The state of a call as consoles name it, from the PBX's own (RCC, `readCallState`). A call that comes in for the user
 * rings from its set-up on; a phase that no document names is `unknown`.
 */
export function attendantCallState({ phase, direction }: CallState): AttendantCallState {
  switch (phase) {
    case 'init':
    case 'setup':
    case 'setup-ack':
    case 'call-proc':
      return direction === 'to-user' ? 'ringing' : 'dialling';
    case 'alert':
      return direction === 'to-user' ? 'ringing' : 'alerting';
    case 'connected':
      return 'connected';
    case 'parked':
      return 'parked';
    case 'disconnect-sent':
    case 'disconnect-received':
      return 'ended';
    case 'unknown':
      return 'unknown';
  }
}

/** Who holds a call. */
export function holdState({ hold, held }: CallState): 'none' | 'here' | 'there' | 'both' {
  if (hold) return held ? 'both' : 'here';
  return held ? 'there' : 'none';
}

/** Why a call ended, from the cause number (ITU-T Q.850) that the PBX tells with it. */
export function callEnd(cause: number | undefined): CallEnd {
  switch (cause) {
    case undefined:
    case 16:
    case 31:
      return 'normal';
    case 1:
    case 2:
    case 3:
    case 28:
      return 'unallocated';
    case 17:
      return 'busy';
    case 18:
    case 19:
      return 'no-answer';
    case 21:
      return 'rejected';
    case 26:
      return 'taken-elsewhere';
    case 20:
    case 27:
    case 38:
    case 41:
      return 'out-of-order';
    default:
      return 'other';
  }
}

/** Why a panic call that ended before it was connected failed. */
export function panicFailure(end: CallEnd): PanicFailure {
  switch (end) {
    case 'busy':
    case 'no-answer':
    case 'rejected':
    case 'unallocated':
    case 'out-of-order':
      return end;
    case 'link-lost':
      return 'link-down';
    case 'normal':
    case 'taken-elsewhere':
    case 'other':
    case 'unknown':
      return 'unknown';
  }
}
