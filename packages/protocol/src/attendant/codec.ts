import { type DecodeResult, decodeWith } from '../codec/decode';
import { encodeFrame, type EnvelopeOptions } from '../codec/encode';
import type { FailureMessage } from '../messages/define';
import { attendantLookup } from './catalogue';
import { ATTENDANT_ERRORS, type AttendantErrorCode, AttendantFailure, FailureDetails } from './errors';
import { ATTENDANT_API, ATTENDANT_LIMITS } from './terms';

/**
 * Reads one frame of a console (by the service) or of the service (by a console); the two have different limits. Never
 * throws. Messages of the PBX's own APIs are `unknown` here: a console has no way to them.
 */
export function decodeAttendantFrame(text: string, from: 'console' | 'service'): DecodeResult {
  const maxBytes = from === 'console' ? ATTENDANT_LIMITS.requestBytes : ATTENDANT_LIMITS.answerBytes;
  return decodeWith(attendantLookup, text, { maxBytes });
}

/** Longest name of a message that is repeated in the answer to it. */
const MAX_NAME = 64;

/**
 * Writes a refusal as the result of the request called `mt`, known or not. Strict: throws ProtocolError for a code, detail
 * or text that the protocol does not have.
 */
export function encodeAttendantFailure(mt: string, failure: AttendantFailure, envelope: EnvelopeOptions = {}): string {
  const resultMt = `${mt.slice(0, MAX_NAME)}Result`;
  return encodeFrame({ kind: 'event', api: ATTENDANT_API, mt: resultMt, fields: AttendantFailure }, failure, envelope);
}

/** A refusal as a console reads it. */
export interface ReadAttendantFailure {
  /** `failed` for a code of a newer service. */
  readonly code: AttendantErrorCode;
  readonly text: string | undefined;
  readonly details: ReturnType<typeof FailureDetails.parse>;
}

/** Reads a decoded refusal (`matchFailure`); details that cannot be read are left out. */
export function readAttendantFailure(message: FailureMessage & { readonly details?: unknown }): ReadAttendantFailure {
  const { error } = message;
  const isKnown = typeof error === 'string' && Object.hasOwn(ATTENDANT_ERRORS, error);
  const details = FailureDetails.safeParse(message.details);
  return {
    code: isKnown ? (error as AttendantErrorCode) : 'failed',
    text: message.errorText,
    details: details.success ? details.data : {},
  };
}
