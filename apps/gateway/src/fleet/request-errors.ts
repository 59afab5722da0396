import { AppError } from '@switchroom/contracts';
import { type ApiId, API_IDS, flagGranting, ProtocolError } from '@switchroom/protocol';
import { LinkError } from '../link/errors';

/**
 * A failed request as services see it. A write that may have reached the PBX without a readable answer has an unknown
 * outcome; a read is simply tried again later.
 * @param pbx how people call the PBX
 */
export function requestError(error: unknown, effect: 'read' | 'write', pbx: string): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof ProtocolError) return new AppError('internal', { message: error.message, cause: error });
  if (!(error instanceof LinkError)) return new AppError('internal', { message: 'a request failed', cause: error });
  const { message } = error;
  const params = { pbx };
  switch (error.code) {
    case 'offline':
    case 'queue-full':
      return new AppError('pbx-offline', { message, params, cause: error });
    case 'timeout':
      return new AppError('pbx-timeout', { message, params, cause: error });
    case 'refused':
      return new AppError('pbx-refused', { message, params: { ...params, text: error.text ?? '' }, cause: error });
    case 'dropped':
    case 'aborted':
    case 'bad-answer':
      if (effect === 'write' && error.sent)
        return new AppError('pbx-outcome-unknown', { message, params, cause: error });
      if (error.code === 'bad-answer') {
        return new AppError('pbx-refused', { message, params: { ...params, text: error.text ?? '' }, cause: error });
      }
      return new AppError('pbx-offline', { message, params, cause: error });
  }
}

/** The error for an API that the App object does not grant; names the flag that would. */
export function notGranted(api: string, pbx: string): AppError {
  const known = API_IDS.find((id): id is ApiId => id === api);
  const flag = known === undefined ? undefined : flagGranting(known);
  return new AppError('pbx-api-not-granted', {
    message: `${api} is not granted to the App object`,
    params: { pbx, api, flag: flag ?? '' },
  });
}
