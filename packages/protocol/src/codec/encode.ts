import { ProtocolError } from '../errors';
import type { Descriptor, EventDescriptor, Failure, FieldsOf, RequestDescriptor, ResultOf } from '../messages/define';
import type * as z from 'zod';
import { DEFAULT_MAX_FRAME_BYTES } from './decode';
import { firstDifference, jsonCopy } from './difference';
import { utf8Length } from './text';

/** What a sender adds to the fields. A server copies `src` from the request it answers. */
export interface EnvelopeOptions {
  readonly src?: string;
}

/**
 * Writes a request or event as one text frame. Strict: throws ProtocolError for a field the message does not have, a value
 * of another type (text "5" for the number 5 included), or a frame above 1 MiB. Nested objects may carry further
 * properties, because an object read from a newer PBX must survive being written back whole.
 */
export function encodeFrame<D extends Descriptor>(
  descriptor: D,
  fields: FieldsOf<D>,
  envelope: EnvelopeOptions = {},
): string {
  return write(descriptor.mt, descriptor.api, descriptor.fields, fields, envelope);
}

/** Writes the result of a request, as the answering side does: a success, or a failure `{error, errorText?}`. */
export function encodeResult<D extends RequestDescriptor>(
  descriptor: D,
  result: ResultOf<D> | Failure,
  envelope: EnvelopeOptions = {},
): string {
  const { resultMt, api } = descriptor;
  if (isFailure(result)) return frame(resultMt, api, { error: result.error, errorText: result.errorText }, envelope);
  return write(resultMt, api, descriptor.result, result, envelope);
}

/** Writes an indication; `src` is that of the request which started the subscription. */
export function encodeEvent<D extends EventDescriptor>(
  descriptor: D,
  fields: FieldsOf<D>,
  envelope: EnvelopeOptions = {},
): string {
  return encodeFrame(descriptor, fields, envelope);
}

function isFailure(result: object): result is Failure {
  return 'error' in result && result.error !== undefined;
}

function write(
  mt: string,
  api: string | undefined,
  schema: z.ZodObject,
  fields: object,
  envelope: EnvelopeOptions,
): string {
  const outgoing = jsonCopy(fields, mt) as Record<string, unknown>;
  for (const name of Object.keys(outgoing)) {
    if (!Object.hasOwn(schema.shape, name)) {
      throw new ProtocolError(
        'unknown-field',
        name,
        `${mt} has no field "${name}"; remove it or add it to the message's schema`,
      );
    }
  }
  const read = schema.safeParse(outgoing);
  if (!read.success) {
    const [issue] = read.error.issues;
    const field = issue?.path.map(String).join('.') ?? '';
    throw new ProtocolError(
      'invalid-field',
      field,
      `${mt}: field "${field}" cannot be sent: ${issue?.message ?? 'invalid'}`,
    );
  }
  const different = firstDifference(outgoing, read.data);
  if (different !== undefined) {
    throw new ProtocolError(
      'invalid-field',
      different,
      `${mt}: field "${different}" is not in its normal form; send the type that the schema names`,
    );
  }
  return frame(mt, api, outgoing, envelope);
}

function frame(mt: string, api: string | undefined, fields: object, envelope: EnvelopeOptions): string {
  if (envelope.src !== undefined && typeof envelope.src !== 'string') {
    throw new ProtocolError('invalid-field', 'src', `${mt}: "src" must be a text`);
  }
  const text = JSON.stringify({ mt, api, ...fields, src: envelope.src });
  if (text.length * 3 > DEFAULT_MAX_FRAME_BYTES) {
    const bytes = utf8Length(text);
    if (bytes > DEFAULT_MAX_FRAME_BYTES) {
      throw new ProtocolError(
        'too-large',
        '',
        `${mt}: the frame has ${bytes} bytes, at most ${DEFAULT_MAX_FRAME_BYTES} can be sent; page it`,
      );
    }
  }
  return text;
}
