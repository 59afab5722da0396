import type {
  EventDescriptor,
  EventMessage,
  FailureMessage,
  RequestDescriptor,
  RequestMessage,
  ResultMessage,
} from '../messages/define';
import type { DecodeResult } from './decode';

/* The only place where a decoded message gets its exact type: the decoder has validated it against this very descriptor. */

/** The message as a request of this kind, or undefined. */
export function matchRequest<D extends RequestDescriptor>(
  decoded: DecodeResult,
  descriptor: D,
): RequestMessage<D> | undefined {
  if (decoded.kind !== 'ok' || decoded.role !== 'request' || decoded.descriptor !== descriptor) return undefined;
  return decoded.message as RequestMessage<D>;
}

/** The message as the successful result of this request, or undefined (a failure included, see `matchFailure`). */
export function matchResult<D extends RequestDescriptor>(
  decoded: DecodeResult,
  descriptor: D,
): ResultMessage<D> | undefined {
  if (decoded.kind !== 'ok' || decoded.role !== 'result' || decoded.descriptor !== descriptor) return undefined;
  return decoded.message as ResultMessage<D>;
}

/** The message as a failed result of this request, or undefined. */
export function matchFailure(decoded: DecodeResult, descriptor: RequestDescriptor): FailureMessage | undefined {
  if (decoded.kind !== 'ok' || decoded.role !== 'failure' || decoded.descriptor !== descriptor) return undefined;
  return decoded.message;
}

/** The message as an event of this kind, or undefined. */
export function matchEvent<D extends EventDescriptor>(
  decoded: DecodeResult,
  descriptor: D,
): EventMessage<D> | undefined {
  if (decoded.kind !== 'ok' || decoded.role !== 'event' || decoded.descriptor !== descriptor) return undefined;
  return decoded.message as EventMessage<D>;
}
