import { accountPasswordSchema } from '@switchroom/contracts';

/** Limits that the schema enforces, for the text beside the field. A test holds them against the schema. */
export const passwordLength = { min: 12, max: 128 } as const;

/** Which of the rules that a browser can check a password meets. */
export function passwordRulesMet(password: string): { length: boolean; lengthMax: boolean } {
  return { length: password.length >= passwordLength.min, lengthMax: password.length <= passwordLength.max };
}

/** True when the password satisfies the schema that the gateway uses too. */
export function isPasswordAcceptable(password: string): boolean {
  return accountPasswordSchema.safeParse(password).success;
}
