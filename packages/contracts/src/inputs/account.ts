import { z } from 'zod';
import { accountPasswordSchema } from './session';

/** A code of an authenticator app or a recovery code, as typed. */
export const codeSchema = z.string().trim().min(1, 'code-required').max(40, 'code-wrong');

const base64url = z.string().max(20_000);
const credential = { id: base64url.min(1), rawId: base64url, type: z.literal('public-key') };
/** What a browser's Web Authentication API answers, in its JSON form; the cryptography is checked by the gateway. */
export const passkeyRegistrationSchema = z.looseObject({
  ...credential,
  response: z.looseObject({ clientDataJSON: base64url, attestationObject: base64url }),
});
export const passkeyAssertionSchema = z.looseObject({
  ...credential,
  clientExtensionResults: z.object({}).default({}),
  response: z.looseObject({ clientDataJSON: base64url, authenticatorData: base64url, signature: base64url }),
});

const passkeyName = z.string().trim().min(1, 'name-required').max(60, 'too-long');

export const changePasswordInput = z.object({
  current: z.string().min(1, 'password-required').max(128, 'password-too-long'),
  password: accountPasswordSchema,
});
export const confirmTotpInput = z.object({ code: codeSchema });
export const addPasskeyInput = z.object({ name: passkeyName, response: passkeyRegistrationSchema });
export const renamePasskeyInput = z.object({ id: z.string().min(1).max(100), name: passkeyName });
export const removePasskeyInput = z.object({ id: z.string().min(1).max(100) });
export const endSessionInput = z.object({ id: z.string().min(1).max(100) });
