import { describe, expect, it } from 'vitest';
import {
  domainsOf,
  emptyProvider,
  knownProviderSchema,
  newProviderSchema,
  roleKey,
  roleOf,
  toUpdate,
} from './form-values';

const ids = {
  organisationId: '8b0e3c52-6d4b-4a5e-9d55-0d5c4a1f7f11',
  providerId: '5a0e3c52-6d4b-4a5e-9d55-0d5c4a1f7f22',
};
const filled = {
  ...emptyProvider,
  name: 'Entra ID',
  issuer: 'https://id.example/v2.0',
  clientId: 'client',
  emailDomains: ['example.com'],
  defaultRole: 'auditor' as const,
};

describe('the form of an identity provider', () => {
  it('takes domains however they are typed', () => {
    expect(domainsOf(' Example.com, @example.org;\nexample.net ')).toEqual([
      'example.com',
      'example.org',
      'example.net',
    ]);
    expect(domainsOf('  ')).toEqual([]);
  });

  it('asks for a secret when the provider is new, and keeps the stored one when it is not', () => {
    const rules = newProviderSchema.safeParse(filled).error?.issues.map(({ message }) => message);
    expect(rules).toEqual(['client-secret-required']);
    const values = knownProviderSchema.parse(filled);
    expect(toUpdate(ids, 3, values)).not.toHaveProperty('clientSecret');
    expect(toUpdate(ids, 3, values)).not.toHaveProperty('issuer');
    expect(toUpdate(ids, 3, { ...values, clientSecret: 'new' })).toMatchObject({ clientSecret: 'new', version: 3 });
  });

  it.each([
    [{ issuer: 'id.example' }, 'issuer-invalid'],
    [{ issuer: 'https://id.example/?a=1' }, 'issuer-invalid'],
    [{ emailDomains: ['gmail.com'] }, 'email-domain-public'],
    [{ emailDomains: ['exa mple'] }, 'email-domain-invalid'],
    [{ emailDomains: [] }, 'email-domain-required'],
  ])('refuses %j', (change, rule) => {
    const result = newProviderSchema.safeParse({ ...filled, clientSecret: 's', ...change });
    expect(result.error?.issues.map(({ message }) => message)).toContain(rule);
  });

  it('finds a role again by its choice', () => {
    const custom = { role: 'custom' as const, customRoleId: ids.providerId, customName: 'Night' };
    const roles = [{ role: 'operator' as const, customRoleId: null, customName: null }, custom];
    expect(roleOf(roleKey(custom), roles)).toEqual({ role: 'custom', customRoleId: ids.providerId });
    expect(roleOf('auditor:', roles)).toBeUndefined();
  });
});
