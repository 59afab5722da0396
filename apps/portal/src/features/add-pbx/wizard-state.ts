import {
  appObjectNameSchema,
  type CreatePbxInput,
  type Direction,
  objectPasswordSchema,
  pbxAddressSchema,
  pbxNameSchema,
  systemNameSchema,
} from '@switchroom/contracts';
import { z } from 'zod';

export const wizardSteps = ['direction', 'details', 'certificate', 'connect'] as const;
export type WizardStep = (typeof wizardSteps)[number];

/** The steps of a direction; a PBX that dials us shows no certificate. */
export function stepsOf(direction: Direction | null): readonly WizardStep[] {
  return direction === 'outbound' ? wizardSteps : wizardSteps.filter((step) => step !== 'certificate');
}

const common = {
  targetOrganisationId: z.uuid('organisation-unknown'),
  name: pbxNameSchema,
  appObjectName: appObjectNameSchema,
};
const unused = z.string();

/** What the details step asks. Fields of the other direction are kept as they are, and not judged. */
export const detailsSchema = z.discriminatedUnion('direction', [
  z.object({
    direction: z.literal('inbound'),
    ...common,
    domain: systemNameSchema,
    address: unused,
    passwordFrom: z.enum(['made', 'given']),
    password: unused,
  }),
  z
    .object({
      direction: z.literal('outbound'),
      ...common,
      domain: unused,
      address: pbxAddressSchema,
      passwordFrom: z.enum(['made', 'given']),
      password: z.string(),
    })
    .superRefine((values, context) => {
      if (values.passwordFrom === 'made') return;
      const message = objectPasswordSchema.safeParse(values.password).error?.issues[0]?.message;
      if (message !== undefined) context.addIssue({ code: 'custom', path: ['password'], message });
    }),
]);
export type WizardInput = z.input<typeof detailsSchema>;
export type WizardValues = z.output<typeof detailsSchema>;

/** The request that creates the PBX, from what was entered. A password is sent only if the person gave one. */
export function createInput(
  organisationId: string,
  values: WizardValues,
  pinnedFingerprint: string | undefined,
): CreatePbxInput {
  const { targetOrganisationId, name, appObjectName } = values;
  const shared = { organisationId, targetOrganisationId, name, appObjectName };
  if (values.direction === 'inbound') return { ...shared, direction: 'inbound', domain: values.domain };
  return {
    ...shared,
    direction: 'outbound',
    address: values.address,
    ...(values.passwordFrom === 'given' ? { password: values.password } : {}),
    ...(pinnedFingerprint === undefined ? {} : { pinnedFingerprint }),
  };
}

const detailFields = ['targetOrganisationId', 'name', 'appObjectName', 'domain', 'address', 'password'] as const;
type DetailField = (typeof detailFields)[number];

/** The field of the details step that an error path of the gateway names; undefined when it lies elsewhere. */
export function detailFieldOf(path: string): DetailField | undefined {
  return detailFields.find((field) => field === path);
}
