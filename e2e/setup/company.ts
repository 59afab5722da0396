import { randomUUID } from 'node:crypto';
import type { OidcProvider } from '@switchroom/testkit/oidc';
import { type Account, addOrganisation, providerPath } from './accounts';
import type { Api } from './api';
import type { World } from './world';

/** As what the portal is known to the identity provider of a company. */
export const providerClient = { id: 'switchroom', secret: 'a secret of the provider' };

/** A customer with an e-mail domain of its own, and the address of one of its people. */
export interface Company {
  customer: Account['organisation'];
  domain: string;
  email: string;
}

export async function addCompany(world: World): Promise<Company> {
  const domain = `${randomUUID().slice(0, 8)}.test`;
  const customer = await addOrganisation(world, {
    name: `Nordlicht ${domain}`,
    kind: 'customer',
    parent: await providerPath(world),
  });
  return { customer, domain, email: `ada@${domain}` };
}

/** Sets the identity provider up for the company, as its administrator would; returns its id. */
export async function connectProvider(api: Api, { customer, domain }: Company, idp: OidcProvider): Promise<string> {
  const { next } = await api.query<{ next: { providerId: string; redirectUri: string } }>('identityProviders.list', {
    organisationId: customer.id,
  });
  idp.setClient({ ...providerClient, redirectUris: [next.redirectUri] });
  await api.mutate('identityProviders.create', {
    organisationId: customer.id,
    providerId: next.providerId,
    name: 'Nordlicht ID',
    issuer: idp.issuer,
    clientId: providerClient.id,
    clientSecret: providerClient.secret,
    emailDomains: [domain],
    emailsVerified: false,
    roleClaim: 'groups',
    roleMapping: [{ value: 'Admins', role: 'customer-administrator' }],
    defaultRole: null,
    countsAsSecondFactor: false,
    enabled: true,
  });
  return next.providerId;
}
