/** Low four bits of `state` in CallInfo and CallAdd, by number. */
export const CALL_PHASES = [
  'init',
  'setup',
  'setup-ack',
  'call-proc',
  'alert',
  'connected',
  'disconnect-sent',
  'disconnect-received',
  'parked',
] as const;

export type CallPhase = (typeof CALL_PHASES)[number] | 'unknown';

/**
 * A call as one user sees it. Direction: the flag 128 is "outgoing" seen from the PBX, so the user is being called; that is
 * how the documents and third-party code fit together (inferred).
 */
export interface CallState {
  readonly phase: CallPhase;
  readonly direction: 'from-user' | 'to-user';
  /** The user holds the call. */
  readonly hold: boolean;
  /** The other side holds the call. */
  readonly held: boolean;
  readonly waiting: boolean;
}

export const CALL_FLAGS = { toUser: 128, hold: 256, held: 512, waiting: 1024 } as const;

/** Reads the number `state`; a phase that no document names is `unknown`. */
export function readCallState(state: number): CallState {
  return {
    phase: CALL_PHASES[state & 0x0f] ?? 'unknown',
    direction: (state & CALL_FLAGS.toUser) === 0 ? 'from-user' : 'to-user',
    hold: (state & CALL_FLAGS.hold) !== 0,
    held: (state & CALL_FLAGS.held) !== 0,
    waiting: (state & CALL_FLAGS.waiting) !== 0,
  };
}

/** Makes the number `state`, as a PBX does. */
export function callStateNumber(
  phase: (typeof CALL_PHASES)[number],
  options: {
    readonly toUser?: boolean;
    readonly hold?: boolean;
    readonly held?: boolean;
    readonly waiting?: boolean;
  } = {},
): number {
  const flags = (Object.keys(CALL_FLAGS) as (keyof typeof CALL_FLAGS)[]).filter((flag) => options[flag] === true);
  return flags.reduce((sum, flag) => sum + CALL_FLAGS[flag], CALL_PHASES.indexOf(phase));
}

/** Whether a CallInfo ends its call. Clients test either sign, and senders are not known to send both. */
export function isCallOver(info: { readonly del?: boolean; readonly msg?: string }): boolean {
  return info.del === true || info.msg === 'del';
}
