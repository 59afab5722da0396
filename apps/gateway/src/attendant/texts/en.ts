import type { RefusalTexts } from './refusal-texts';

export const english: RefusalTexts = {
  'unknown-message': 'This service cannot do that.',
  invalid: 'The request has a mistake.',
  'too-large': 'The request is too large.',
  'too-many-requests': ({ retryAfterSeconds = 1 }) => `Too many requests. Wait ${retryAfterSeconds} s.`,
  'unsupported-protocol': 'This console is too old for the service. Update it.',
  'no-session': 'The console is not logged in.',
  'session-exists': 'The console is logged in already.',
  'no-licence-left': ({ licence }) =>
    licence === undefined || licence.quantity === 0
      ? `There is no licence for ${licence?.type ?? 'this console'}.`
      : licence.quantity === 1
        ? `The only seat for ${licence.type} is taken.`
        : `All ${licence.quantity} seats for ${licence.type} are taken.`,
  'wrong-console-type': ({ type = '' }) => `Your licence is for another console: ${type}.`,
  'not-an-operator': 'You are not set up as an operator.',
  'not-allowed': 'Only supervisors may do this.',
  'link-down': 'The PBX cannot be reached.',
  'outcome-unknown': 'The PBX did not answer. It is not known whether it was done.',
  'pbx-refused': 'The PBX refused.',
  'no-device': 'You have no phone that could do this.',
  'not-found': 'It is not there any more.',
  'wrong-state': 'This cannot be done with the call now.',
  'not-dialable': 'This number cannot be dialled.',
  'not-external': 'Only external numbers can be called this way.',
  'skystone-off': 'Calls via Skystone are not set up.',
  'too-short': ({ minLength = 0 }) => `Numbers with fewer than ${minLength} digits are not looked up.`,
  'reason-required': 'Choose a reason for the break.',
  'unknown-reason': 'This reason for a break does not exist any more.',
  'not-paused': 'You are not on a break.',
  'already-paused': 'You are on a break already.',
  'panic-off': 'The panic button is switched off.',
  'panic-running': 'A panic call is running already.',
  failed: 'Something went wrong in the service.',
};
