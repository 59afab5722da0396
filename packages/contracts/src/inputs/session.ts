import { z } from 'zod';
import { organisationKinds } from '../organisations/kinds';

/** Length only, as NIST SP 800-63B advises; the list of common passwords is checked by the gateway. */
export const accountPasswordSchema = z.string().min(12, 'password-too-short').max(128, 'password-too-long');

export const setupInput = z.object({
  organisationName: z.string().trim().min(1, 'name-required').max(80, 'too-long'),
  name: z.string().trim().min(1, 'name-required').max(80, 'too-long'),
  email: z.email('email-invalid').max(254, 'too-long'),
  password: accountPasswordSchema,
});
export type SetupInput = z.infer<typeof setupInput>;

export const searchOrganisationsInput = z.object({
  q: z.string().trim().max(100).default(''),
  limit: z.number().int().min(1).max(50).default(20),
  /** Archived ones too. */
  archived: z.boolean().default(false),
  /** Of these kinds only; of all without any. */
  kinds: z.array(z.enum(organisationKinds)).default([]),
});
export type SearchOrganisationsInput = z.infer<typeof searchOrganisationsInput>;
