import { createPbxInput } from '@switchroom/contracts';
import { describe, expect, test } from 'vitest';
import { createInput, detailFieldOf, detailsSchema, stepsOf, type WizardInput } from './wizard-state';

const organisationId = '7c1f2f0a-1111-4111-8111-111111111111';
const entered: WizardInput = {
  direction: 'inbound',
  targetOrganisationId: '7c1f2f0a-2222-4222-8222-222222222222',
  name: ' Head office ',
  appObjectName: 'attendant',
  domain: 'Example.COM',
  address: '',
  passwordFrom: 'made',
  password: '',
};
const rules = (values: WizardInput): Record<string, string> =>
  Object.fromEntries(
    (detailsSchema.safeParse(values).error?.issues ?? []).map(({ path, message }) => [path.join('.'), message]),
  );

test('only a PBX that we dial shows its certificate', () => {
  expect(stepsOf('inbound')).toEqual(['direction', 'details', 'connect']);
  expect(stepsOf('outbound')).toEqual(['direction', 'details', 'certificate', 'connect']);
  expect(stepsOf(null)).toEqual(['direction', 'details', 'connect']);
});

describe('what is sent', () => {
  test('inbound: the domain, no address and no password', () => {
    const input = createInput(organisationId, detailsSchema.parse(entered), undefined);
    expect(input).toEqual({
      organisationId,
      targetOrganisationId: entered.targetOrganisationId,
      name: 'Head office',
      appObjectName: 'attendant',
      direction: 'inbound',
      domain: 'example.com',
    });
    expect(createPbxInput.safeParse(input).success).toBe(true);
  });

  test('outbound: a made password is left to the gateway, a given one is sent, the pin only when chosen', () => {
    const outbound: WizardInput = { ...entered, direction: 'outbound', domain: '', address: ' pbx.example.com ' };
    const made = createInput(organisationId, detailsSchema.parse({ ...outbound, password: 'typed before' }), undefined);
    expect(made).not.toHaveProperty('password');
    expect(made).not.toHaveProperty('pinnedFingerprint');
    const given = detailsSchema.parse({ ...outbound, passwordFrom: 'given', password: 'secret' });
    const input = createInput(organisationId, given, 'AA:BB');
    expect(input).toMatchObject({ address: 'pbx.example.com', password: 'secret', pinnedFingerprint: 'AA:BB' });
    expect(createPbxInput.safeParse(input).success).toBe(true);
  });
});

describe('what is judged', () => {
  test('fields of the other direction do not matter', () => {
    expect(rules(entered)).toEqual({});
    expect(rules({ ...entered, address: ' ', password: 'ä' })).toEqual({});
    expect(rules({ ...entered, direction: 'outbound', address: 'pbx', domain: '' })).toEqual({});
  });

  test('each wrong field is named with its rule', () => {
    expect(
      rules({ ...entered, targetOrganisationId: '', name: ' ', appObjectName: 'At Tendant', domain: 'a b' }),
    ).toEqual({
      targetOrganisationId: 'organisation-unknown',
      name: 'name-required',
      appObjectName: expect.stringMatching(/^name-no-/),
      domain: 'domain-characters',
    });
    expect(rules({ ...entered, direction: 'outbound', address: '', passwordFrom: 'given', password: "a'b" })).toEqual({
      address: 'address-required',
      password: 'password-characters',
    });
  });
});

test('errors of the gateway find their field', () => {
  expect(detailFieldOf('address')).toBe('address');
  expect(detailFieldOf('pinnedFingerprint')).toBeUndefined();
});
