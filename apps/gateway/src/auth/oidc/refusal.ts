import type { SingleSignOnProblem } from '@switchroom/contracts';
import { AuthorizationResponseError, ClientError, ResponseBodyError } from 'openid-client';
import { DiscoveryError, reasonOf } from './discovery';

/** Nobody is let in; `problem` is what the person reads, `detail` what stands in the audit log. Neither holds text of the provider. */
export class SignInRefusal extends Error {
  override readonly name = 'SignInRefusal';

  constructor(
    readonly problem: SingleSignOnProblem,
    readonly detail?: string,
    options?: ErrorOptions,
  ) {
    super(detail === undefined ? problem : `${problem}: ${detail}`, options);
  }
}

/** OAuth's error codes are words; anything else that a provider sends is not repeated. */
const errorCode = /^[a-z_]{1,60}$/;

/** What a failed conversation with a provider means for the person. What is not its fault is thrown on. */
export function refusalOf(error: unknown): SignInRefusal {
  if (error instanceof SignInRefusal) return error;
  const because = { cause: error };
  if (error instanceof DiscoveryError) return new SignInRefusal('sso-unavailable', error.code, because);
  if (error instanceof AuthorizationResponseError) {
    const word = errorCode.test(error.error) ? error.error : undefined;
    return new SignInRefusal(word === 'access_denied' ? 'sso-cancelled' : 'sso-refused', word, because);
  }
  if (error instanceof ResponseBodyError) {
    const word = errorCode.test(error.error) ? error.error : undefined;
    // The code was used already, or has waited for too long.
    if (word === 'invalid_grant') return new SignInRefusal('sso-expired', word, because);
    return new SignInRefusal('sso-unavailable', word, because);
  }
  if (error instanceof ClientError) return ofClient(error);
  throw error;
}

/** Answers that are no answer are the provider's trouble; tokens that prove nothing are refused. */
const notAnAnswer = new Set([
  'OAUTH_TIMEOUT',
  'OAUTH_ABORT',
  'OAUTH_RESPONSE_IS_NOT_CONFORM',
  'OAUTH_RESPONSE_IS_NOT_JSON',
  'OAUTH_HTTP_REQUEST_FORBIDDEN',
  'OAUTH_REQUEST_PROTOCOL_FORBIDDEN',
]);

function ofClient(error: ClientError): SignInRefusal {
  const because = { cause: error };
  if (error.code === undefined) return new SignInRefusal('sso-unavailable', reasonOf(error.cause).code, because);
  if (notAnAnswer.has(error.code)) return new SignInRefusal('sso-unavailable', error.code, because);
  return new SignInRefusal('sso-invalid', error.code, because);
}
