import * as z from 'zod';
import { opt } from '../messages/fields';
import { bounded, count } from './fields';
import * as shape from './shapes';
import { ATTENDANT_LIMITS } from './terms';

/** Codes of refusals, with what they mean. New codes may be added; a console treats one it does not know as `failed`. */
export const ATTENDANT_ERRORS = {
  'unknown-message': 'The service has no message of this name.',
  invalid: 'A field is missing or has an impossible value; `details.field` names it.',
  'too-large': 'The frame is larger than the limit.',
  'too-many-requests': 'Wait `details.retryAfterSeconds` seconds.',
  'unsupported-protocol': 'The service does not speak this version; `details.protocol` is the newest it does.',
  'no-session': 'Only OpenSession is answered before a session is open.',
  'session-exists': 'This websocket has an open session already.',
  'no-licence-left': 'Every seat of this console type is taken; `details.licence` has the numbers.',
  'wrong-console-type': 'The operator has another console licence; `details.type` names it.',
  'not-an-operator': 'The user is not set up as an operator.',
  'not-allowed': 'Only supervisors may do this.',
  'link-down': 'The PBX cannot be reached; nothing was sent to it.',
  'outcome-unknown': 'The order left for the PBX and no answer came; it is not sent again.',
  'pbx-refused': 'The PBX refused the order; `errorText` has its words.',
  'no-device': 'The operator has no phone that could do this.',
  'not-found': 'What the request names is not there, or no longer.',
  'wrong-state': 'The call is in a state in which this cannot be done.',
  'not-dialable': 'The number has characters that cannot be dialled.',
  'not-external': 'Only public numbers can go this way.',
  'skystone-off': 'The settings name no Skystone prefix.',
  'too-short': 'The number is shorter than `details.minLength` digits; no directory was asked.',
  'reason-required': 'One of `details.reasons` must be chosen.',
  'unknown-reason': 'The reason is not among `details.reasons`.',
  'not-paused': 'The operator is not paused.',
  'already-paused': 'The operator is paused already.',
  'panic-off': 'The settings switch the panic button off.',
  'panic-running': 'Another press is still being carried out.',
  failed: 'Something went wrong in the service; it was recorded there.',
} as const satisfies Record<string, string>;

export type AttendantErrorCode = keyof typeof ATTENDANT_ERRORS;

/** What some codes tell beside the text. */
export const FailureDetails = z.object({
  field: opt(bounded(ATTENDANT_LIMITS.nameLength)),
  retryAfterSeconds: opt(count),
  protocol: opt(count),
  licence: opt(shape.Licence),
  type: opt(bounded(8)),
  minLength: opt(count),
  reasons: opt(z.array(shape.PauseReason).max(ATTENDANT_LIMITS.pauseReasons)),
});

/** The one form of every failed result. `errorText` is in the language of the session, for people. */
export const AttendantFailure = z.object({
  error: z.enum(Object.keys(ATTENDANT_ERRORS) as [AttendantErrorCode, ...AttendantErrorCode[]]),
  errorText: opt(bounded(ATTENDANT_LIMITS.noteLength)),
  details: opt(FailureDetails),
});

export type AttendantFailure = z.output<typeof AttendantFailure>;
