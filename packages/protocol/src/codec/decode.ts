import type * as z from 'zod';
import type { EventDescriptor, FailureMessage, Message, RequestDescriptor } from '../messages/define';
import { type Lookup, pbxLookup } from '../messages/lookup';
import { nestingDepth, utf8Length } from './text';

/** Largest frame accepted or produced unless told otherwise: 1 MiB of UTF-8. */
export const DEFAULT_MAX_FRAME_BYTES = 1_048_576;

/** Deepest nesting accepted; real messages stay below ten. Keeps every later recursion over a message bounded. */
export const MAX_FRAME_DEPTH = 64;

/** A frame of the catalogue. `descriptor` is the request's for requests, results and failures alike. */
export type DecodedMessage =
  | { readonly kind: 'ok'; readonly role: 'request'; readonly message: Message; readonly descriptor: RequestDescriptor }
  | { readonly kind: 'ok'; readonly role: 'result'; readonly message: Message; readonly descriptor: RequestDescriptor }
  | {
      readonly kind: 'ok';
      readonly role: 'failure';
      readonly message: Message & FailureMessage;
      readonly descriptor: RequestDescriptor;
    }
  | { readonly kind: 'ok'; readonly role: 'event'; readonly message: Message; readonly descriptor: EventDescriptor };

export type DecodeResult =
  | DecodedMessage
  /** JSON object with a text `mt` that is not in the catalogue; all fields are kept. */
  | { readonly kind: 'unknown'; readonly envelope: Message }
  | {
      readonly kind: 'invalid';
      readonly issues: readonly string[];
      readonly mt?: string;
      readonly api?: string;
      readonly src?: string;
    }
  | { readonly kind: 'too-large'; readonly bytes: number; readonly limit: number };

/**
 * Reads one text frame of AppWebsocket. Never throws, whatever the text.
 *
 * - `ok`: a message of the catalogue, its known fields in normal form, its unknown fields as received. A result that
 *   carries an `error` is reported with role `failure` and is not held to the shape of a success.
 * - `unknown`: well-formed, but not in the catalogue. Never fatal.
 * - `invalid`: not JSON, no text `mt`, or a known field of an impossible type; `issues` name the fields, never the values.
 * - `too-large`: longer than `maxBytes` bytes of UTF-8; the text is not parsed.
 *
 * `src`: text is kept, a number is read as its decimal text (the requester sent text and compares text), any other type
 * counts as absent. An `api` that is not a non-empty text counts as absent.
 */
export function decodeFrame(text: string, options: { readonly maxBytes?: number } = {}): DecodeResult {
  return decodeWith(pbxLookup, text, options);
}

/** Reads a frame as `decodeFrame` does, by the messages of another catalogue. Never throws. */
export function decodeWith(lookup: Lookup, text: string, options: { readonly maxBytes?: number } = {}): DecodeResult {
  const limit = options.maxBytes ?? DEFAULT_MAX_FRAME_BYTES;
  if (text.length * 3 > limit) {
    const bytes = utf8Length(text);
    if (bytes > limit) return { kind: 'too-large', bytes, limit };
  }
  const depth = nestingDepth(text);
  if (depth > MAX_FRAME_DEPTH) {
    return { kind: 'invalid', issues: [`frame: nested ${depth} levels deep, at most ${MAX_FRAME_DEPTH} are accepted`] };
  }
  const parsed = parseJson(text);
  if (!parsed.ok) return { kind: 'invalid', issues: ['frame: not valid JSON'] };
  if (!isObject(parsed.value)) return { kind: 'invalid', issues: ['frame: expected a JSON object'] };
  return decodeObject(lookup, parsed.value, text);
}

function decodeObject(lookup: Lookup, raw: Record<string, unknown>, text: string): DecodeResult {
  const envelope = readEnvelope(raw);
  const { mt } = envelope;
  if (mt === undefined) return { kind: 'invalid', issues: ['mt: expected a text'], ...envelope };

  const match = lookup.findMatch(envelope.api, mt, raw);
  if (!match) return { kind: 'unknown', envelope: withEnvelope(raw, { ...envelope, mt }) };

  const { role, descriptor } = match;
  if (role === 'event') {
    const read = readFields(descriptor.fields, raw, { ...envelope, mt });
    return read.ok ? { kind: 'ok', role, message: read.message, descriptor } : { ...read.invalid, ...envelope };
  }
  if (role === 'result' && hasError(raw)) {
    return { kind: 'ok', role: 'failure', message: readFailure(raw, { ...envelope, mt }), descriptor };
  }
  const source = withExactChallenge(raw, text);
  const read = readFields(role === 'result' ? descriptor.result : descriptor.fields, source, { ...envelope, mt });
  return read.ok ? { kind: 'ok', role, message: read.message, descriptor } : { ...read.invalid, ...envelope };
}

type Parsed = { readonly ok: true; readonly value: unknown } | { readonly ok: false };

function parseJson(text: string): Parsed {
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch {
    // The text of a SyntaxError quotes the frame, which may hold secrets; the caller gets the fact only.
    return { ok: false };
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

interface LooseEnvelope {
  mt?: string;
  api?: string;
  src?: string;
}

function readEnvelope(raw: Record<string, unknown>): LooseEnvelope {
  const envelope: LooseEnvelope = {};
  if (typeof raw.mt === 'string' && raw.mt !== '') envelope.mt = raw.mt;
  if (typeof raw.api === 'string' && raw.api !== '') envelope.api = raw.api;
  if (typeof raw.src === 'string') envelope.src = raw.src;
  else if (typeof raw.src === 'number') envelope.src = String(raw.src);
  return envelope;
}

function withEnvelope(fields: Record<string, unknown>, envelope: LooseEnvelope & { mt: string }): Message {
  const { mt: _mt, api: _api, src: _src, ...rest } = fields;
  return { ...rest, ...envelope };
}

type Read =
  | { readonly ok: true; readonly message: Message }
  | { readonly ok: false; readonly invalid: { readonly kind: 'invalid'; readonly issues: readonly string[] } };

function readFields(schema: z.ZodObject, raw: Record<string, unknown>, envelope: LooseEnvelope & { mt: string }): Read {
  const result = schema.safeParse(raw);
  if (result.success) return { ok: true, message: withEnvelope({ ...raw, ...result.data }, envelope) };
  return { ok: false, invalid: { kind: 'invalid', issues: result.error.issues.map(describeIssue) } };
}

/** Names field and expectation. zod's texts never quote the received value, so an issue can be logged. */
function describeIssue(issue: { readonly path: readonly PropertyKey[]; readonly message: string }): string {
  return `${issue.path.map(String).join('.') || 'frame'}: ${issue.message}`;
}

/** Some peers always send `error`, empty when nothing went wrong. */
function hasError(raw: Record<string, unknown>): boolean {
  return raw.error !== undefined && raw.error !== null && raw.error !== '' && raw.error !== 0 && raw.error !== false;
}

function readFailure(raw: Record<string, unknown>, envelope: LooseEnvelope & { mt: string }): Message & FailureMessage {
  const error = typeof raw.error === 'string' || typeof raw.error === 'number' ? raw.error : true;
  const { errorText: text, ...rest } = withEnvelope(raw, envelope);
  return typeof text === 'string' ? { ...rest, ...envelope, error, errorText: text } : { ...rest, ...envelope, error };
}

/**
 * Old PBX builds send the challenge as a JSON number of up to 16 digits, which a double cannot always hold. The digits of
 * the frame itself are taken instead, or the digest would be computed over a rounded number.
 */
function withExactChallenge(raw: Record<string, unknown>, text: string): Record<string, unknown> {
  if (typeof raw.challenge !== 'number') return raw;
  for (const [, digits] of text.matchAll(/(?<!\\)"challenge"\s*:\s*(-?\d+)(?![\d.eE])/g)) {
    if (digits !== undefined && Number(digits) === raw.challenge) return { ...raw, challenge: digits };
  }
  return raw;
}
