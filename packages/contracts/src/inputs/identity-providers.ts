import { z } from 'zod';
import { isPublicMailDomain } from '../identity/domains';
import { roles } from '../permissions/roles';
import { tenantInput } from './common';

/** The issuer as the provider names itself: an https URL without query. The gateway judges the host. */
export const issuerSchema = z
  .string()
  .trim()
  .min(1, 'issuer-required')
  .max(500, 'too-long')
  .regex(/^https?:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/, 'issuer-invalid');

const domainSchema = z
  .string()
  .trim()
  .toLowerCase()
  .max(253, 'too-long')
  .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/, 'email-domain-invalid')
  .refine((domain) => !isPublicMailDomain(domain), 'email-domain-public');

const roleMappingSchema = z.object({
  /** What the role claim has to hold, exactly. */
  value: z.string().trim().min(1, 'mapping-value-required').max(200, 'too-long'),
  role: z.enum(roles),
  customRoleId: z.uuid().nullable().default(null),
});
export type RoleMappingInput = z.infer<typeof roleMappingSchema>;

const settings = {
  name: z.string().trim().min(1, 'name-required').max(60, 'too-long'),
  emailDomains: z
    .array(domainSchema)
    .min(1, 'email-domain-required')
    .max(50, 'too-many')
    .transform((domains) => [...new Set(domains)]),
  /** Every address it names is verified, though it does not say so in each token. */
  emailsVerified: z.boolean(),
  /** Name of the claim that holds groups or roles; dots lead into nested ones. Null: everybody gets the default role. */
  roleClaim: z.string().trim().min(1).max(100, 'too-long').nullable(),
  /** The first that fits decides. */
  roleMapping: z.array(roleMappingSchema).max(100, 'too-many'),
  /** The role of those whom nothing fits; null refuses them. */
  defaultRole: z.enum(roles).nullable(),
  countsAsSecondFactor: z.boolean(),
  enabled: z.boolean(),
};

export const identityProviderInput = tenantInput.extend({ providerId: z.uuid() });

export const createIdentityProviderInput = identityProviderInput.extend({
  ...settings,
  issuer: issuerSchema,
  clientId: z.string().trim().min(1, 'client-id-required').max(300, 'too-long'),
  clientSecret: z.string().min(1, 'client-secret-required').max(500, 'too-long'),
});
export type CreateIdentityProviderInput = z.infer<typeof createIdentityProviderInput>;

/** Issuer and client stay: people are known by what this issuer calls them for this client. */
export const updateIdentityProviderInput = identityProviderInput.extend({
  ...settings,
  /** The row version the form was opened with; another one is refused as `plan-outdated`. */
  version: z.number().int(),
  /** Left out: the stored one stays. */
  clientSecret: z.string().min(1, 'client-secret-required').max(500, 'too-long').optional(),
});
export type UpdateIdentityProviderInput = z.infer<typeof updateIdentityProviderInput>;

/** Removing asks for the provider's name, typed. */
export const removeIdentityProviderInput = identityProviderInput.extend({ confirmName: z.string() });
export const testIdentityProviderInput = tenantInput.extend({ issuer: issuerSchema });
/** What somebody who wants to sign in has typed so far. */
export const findIdentityProviderInput = z.object({ email: z.string().trim().max(254) });
