/** Name of the protocol in the `api` property of its messages. */
export const ATTENDANT_API = 'com.switchroom.attendant';

/** Version of the protocol; only a change that an older peer would misread makes a new one. */
export const ATTENDANT_PROTOCOL = 1;

/** Console licences: BOE = Desktop CTI, BAP = Attendant Console Professional, BAE = Attendant Console Enterprise. */
export const CONSOLE_TYPES = ['BOE', 'BAP', 'BAE'] as const;
export type ConsoleType = (typeof CONSOLE_TYPES)[number];

/** Advanced Queuing channels that each console licence brings. */
export const QUEUE_CHANNELS_PER_LICENCE = 2;

/** Bounds of frames, lists and texts; docs/attendant-protocol.md has the same table and a test compares the two. */
export const ATTENDANT_LIMITS = {
  /** Bytes of a frame from a console. */
  requestBytes: 16_384,
  /** Bytes of a frame from the service. */
  answerBytes: 1_048_576,
  /** Rows of one result; more come with `more`. */
  pageRows: 100,
  /** Seconds between two heartbeats of a console. */
  heartbeatSeconds: 30,
  /** Seconds of silence after which a console counts as dead. */
  deadlineSeconds: 75,
  /** Most seconds between two looks of the service for dead consoles: together with the deadline less than 90. */
  sweepSeconds: 10,
  /** Seconds from the open websocket to the login, and from the login to OpenSession. */
  loginSeconds: 10,
  nameLength: 128,
  numberLength: 64,
  noteLength: 256,
  idLength: 128,
  queryLength: 100,
  pauseReasons: 50,
  reasonLength: 60,
  digitsLength: 64,
} as const;

/** What a colleague does, as the PBX knows it. `unknown` while the PBX cannot be asked: it is never shown as free. */
export const COLLEAGUE_CALL_STATES = ['idle', 'ringing', 'dialling', 'connected', 'unknown'] as const;

export const PRESENCE_ACTIVITIES = ['available', 'away', 'busy', 'dnd', 'on-the-phone', 'unknown'] as const;

export const DIVERSION_KINDS = ['always', 'busy', 'no-answer', 'unknown'] as const;

/** States of a call at a console; who holds it is told beside it. */
export const CALL_STATES = ['dialling', 'alerting', 'ringing', 'connected', 'parked', 'ended', 'unknown'] as const;
export type AttendantCallState = (typeof CALL_STATES)[number];

/** Who holds a connected call. */
export const HOLD_STATES = ['none', 'here', 'there', 'both', 'unknown'] as const;

/** Why a call ended. */
export const CALL_ENDS = [
  'normal',
  'busy',
  'no-answer',
  'rejected',
  'unallocated',
  'out-of-order',
  'taken-elsewhere',
  'link-lost',
  'other',
  'unknown',
] as const;
export type CallEnd = (typeof CALL_ENDS)[number];

export const OPERATOR_STATES = ['available', 'on-call', 'paused', 'offline', 'unknown'] as const;

export const LINK_STATES = ['up', 'down', 'unknown'] as const;

/** Why the service ended a session. */
export const SESSION_ENDS = [
  'closed',
  'silent',
  'replaced',
  'licence-withdrawn',
  'not-an-operator',
  'app-changed',
  'stopping',
  'unknown',
] as const;

/** Stages of a press of the panic button, in order; it ends in `connected` or `failed`. */
export const PANIC_STAGES = [
  'dialling-first-device',
  'dialling-second-device',
  'connected',
  'failed',
  'unknown',
] as const;

/** Why a device, or the whole press, failed. */
export const PANIC_FAILURES = [
  'link-down',
  'no-device',
  'busy',
  'no-answer',
  'rejected',
  'unallocated',
  'out-of-order',
  'refused',
  'outcome-unknown',
  'too-late',
  'unknown',
] as const;
export type PanicFailure = (typeof PANIC_FAILURES)[number];

export const HISTORY_FILTERS = ['all', 'missed', 'in', 'out', 'unknown'] as const;

/** What became of a row of a list that is being watched. */
export const ROW_UPDATES = ['changed', 'gone', 'unknown'] as const;
