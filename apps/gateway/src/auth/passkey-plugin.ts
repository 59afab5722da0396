import { passkey } from '@better-auth/passkey';
import { APIError } from 'better-auth/api';

/** The account library's plugin; a passkey that did not check its person (PIN, finger, face) is refused. */
export function passkeyPlugin(publicUrl: string) {
  const refuse = () => {
    throw new APIError('UNAUTHORIZED', { message: 'the authenticator did not check who uses it' });
  };
  return passkey({
    rpName: 'Switchroom',
    rpID: new URL(publicUrl).hostname,
    origin: new URL(publicUrl).origin,
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    advanced: { webAuthnChallengeCookie: 'passkey_challenge' },
    registration: {
      afterVerification: ({ verification }) => {
        if (verification.registrationInfo?.userVerified !== true) refuse();
      },
    },
    authentication: {
      afterVerification: ({ verification }) => {
        if (!verification.authenticationInfo.userVerified) refuse();
      },
    },
  });
}
