import {
  type CreateIdentityProviderInput,
  createIdentityProviderInput,
  type HeldRole,
  type IdentityProviderView,
  type Role,
  type UpdateIdentityProviderInput,
} from '@switchroom/contracts';
import { z } from 'zod';

/** A new provider: everything but the ids, which the page knows. */
export const newProviderSchema = createIdentityProviderInput.omit({ organisationId: true, providerId: true });
/** One that exists: without a secret, the stored one stays. */
export const knownProviderSchema = newProviderSchema.extend({ clientSecret: z.string().max(500, 'too-long') });
export type ProviderFormInput = z.input<typeof newProviderSchema>;
export type ProviderFormValues = z.output<typeof newProviderSchema>;

export const emptyProvider: ProviderFormInput = {
  name: '',
  issuer: '',
  clientId: '',
  clientSecret: '',
  emailDomains: [],
  emailsVerified: false,
  roleClaim: null,
  roleMapping: [],
  defaultRole: null,
  countsAsSecondFactor: false,
  enabled: true,
};

export function toForm(view: IdentityProviderView): ProviderFormInput {
  const { name, issuer, clientId, emailDomains, emailsVerified, roleClaim, roleMapping, defaultRole } = view;
  const { countsAsSecondFactor, enabled } = view;
  return {
    name,
    issuer,
    clientId,
    clientSecret: '',
    emailDomains,
    emailsVerified,
    roleClaim,
    roleMapping,
    defaultRole,
    countsAsSecondFactor,
    enabled,
  };
}

type Ids = { organisationId: string; providerId: string };

export function toCreate(ids: Ids, values: ProviderFormValues): CreateIdentityProviderInput {
  return { ...ids, ...values };
}

export function toUpdate(ids: Ids, version: number, values: ProviderFormValues): UpdateIdentityProviderInput {
  const { issuer: _issuer, clientId: _clientId, clientSecret, ...settings } = values;
  return { ...ids, version, ...settings, ...(clientSecret === '' ? {} : { clientSecret }) };
}

/** Domains as people type them: separated by commas, spaces or lines, with or without the at-sign. */
export function domainsOf(text: string): string[] {
  return text
    .split(/[\s,;]+/)
    .map((domain) => domain.replace(/^@/, '').toLowerCase())
    .filter((domain) => domain !== '');
}

/** A role as the value of a choice. */
export function roleKey({ role, customRoleId }: { role: Role; customRoleId?: string | null | undefined }): string {
  return `${role}:${customRoleId ?? ''}`;
}

/** The role of such a value. */
export function roleOf(
  key: string,
  roles: readonly HeldRole[],
): { role: Role; customRoleId: string | null } | undefined {
  const found = roles.find((role) => roleKey(role) === key);
  return found && { role: found.role, customRoleId: found.customRoleId };
}
