import {
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser';

/**
 * Lets the person choose and unlock a passkey. With `autofill` the browser offers them in the e-mail field instead and
 * waits for as long as the page is open.
 */
export async function askPasskey(options: unknown, autofill = false): Promise<unknown> {
  return await startAuthentication({
    optionsJSON: options as PublicKeyCredentialRequestOptionsJSON,
    useBrowserAutofill: autofill,
  });
}

/** Lets the person make a passkey. */
export async function makePasskey(options: unknown) {
  const answer = await startRegistration({ optionsJSON: options as PublicKeyCredentialCreationOptionsJSON });
  return { ...answer, response: { ...answer.response } };
}

/** True when the person closed the browser's own dialog, or another question of the page took its place. */
export function isPasskeyCancelled(error: unknown): boolean {
  return error instanceof Error && (error.name === 'NotAllowedError' || error.name === 'AbortError');
}

/** True when this authenticator holds a passkey of the account already. */
export function isPasskeyKnown(error: unknown): boolean {
  return error instanceof Error && error.name === 'InvalidStateError';
}
