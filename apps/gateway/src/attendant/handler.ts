import {
  type DecodedMessage,
  encodeResult,
  type EnvelopeOptions,
  matchRequest,
  type RequestDescriptor,
  type RequestMessage,
  type ResultOf,
} from '@switchroom/protocol';
import type { ConsoleSession } from './session';

/** What answers one kind of request within an open session. */
export interface Handler {
  readonly request: RequestDescriptor;
  /**
   * The answer as a frame.
   * @throws {Refusal} for what the protocol has a code for; anything else is recorded and told as `failed`
   */
  answer(decoded: DecodedMessage, session: ConsoleSession, envelope: EnvelopeOptions): Promise<string>;
}

/** A handler of one request; `run` gets its checked fields and gives the fields of the result. */
export function handle<D extends RequestDescriptor>(
  request: D,
  run: (session: ConsoleSession, fields: RequestMessage<D>) => Promise<ResultOf<D>> | ResultOf<D>,
): Handler {
  return {
    request,
    async answer(decoded, session, envelope) {
      const fields = matchRequest(decoded, request);
      if (fields === undefined) throw new Error(`${request.mt} was given another message`);
      return encodeResult(request, await run(session, fields), envelope);
    },
  };
}
