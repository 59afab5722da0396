import { randomUUID } from 'node:crypto';
import { permissions, stepUpPermissions } from '@switchroom/contracts';
import { describe, expect, it } from 'vitest';
import { exampleInputs } from './example-inputs';
import { idNames, organisationNames } from './id-names';
import { apiProcedures, idPlaces, tenantProcedures } from './procedures';

/** What anybody may call without a session: the first run, what an address looks like, and links out of mails. */
const open = [
  'setup.state',
  'setup.createFirstAdministrator',
  'branding.forHost',
  'invitations.look',
  'invitations.accept',
  'identityProviders.forEmail',
];
/** Mutations that need no more than reading, and why they change nothing. */
const readingMutations = [
  'pbxs.refresh', // reads the PBX again
];

const ids: Record<string, string> = Object.fromEntries(
  [...Object.values(idNames).flat(), ...organisationNames, 'guid', 'organisationId'].map((name) => [
    name,
    randomUUID(),
  ]),
);

describe('every procedure', () => {
  it('says what access it needs: add `.meta` by building it on can(permission) or another one of api/procedures.ts', () => {
    const known: readonly string[] = ['public', 'signed-in', 'own-account', 'impersonating', ...permissions];
    expect(apiProcedures.length).toBeGreaterThan(70);
    expect(
      apiProcedures.filter(({ access }) => access === undefined || !known.includes(access)).map(({ path }) => path),
    ).toEqual([]);
  });

  it('is closed to people without a session, but for those on this list', () => {
    const found = apiProcedures.filter(({ access }) => access === 'public').map(({ path }) => path);
    expect(found.toSorted()).toEqual(open.toSorted());
  });

  it('that changes something needs a permission that is more than reading', () => {
    const free = apiProcedures.filter(
      ({ type, access }) => type === 'mutation' && (access === 'signed-in' || access?.endsWith(':read')),
    );
    expect(free.map(({ path }) => path).toSorted()).toEqual(readingMutations.toSorted());
  });

  it('that only reads asks nobody who they are again, but for the one that precedes a move', () => {
    const asking = apiProcedures.filter(
      ({ type, access }) =>
        type !== 'mutation' && permissions.some((one) => one === access && stepUpPermissions.has(one)),
    );
    expect(asking.map(({ path }) => path)).toEqual(['organisations.previewMove']);
  });

  it.each(tenantProcedures)(
    '$path takes its example: give what it needs beside ids in example-inputs.ts',
    ({ path, inputs }) => {
      const input = { ...ids, ...exampleInputs[path] };
      const problems = inputs.flatMap((schema) => schema.safeParse(input).error?.issues ?? []);
      expect(problems.map((issue) => `${issue.path.join('.')}: ${issue.message}`)).toEqual([]);
    },
  );

  it.each(tenantProcedures)('$path calls ids by known names: add a new one to id-names.ts', (procedure) => {
    const unknown = idPlaces(procedure).filter((place) => !((place.findLast((key) => key !== '[]') ?? '') in ids));
    expect(unknown).toEqual([]);
  });

  it.each(Object.keys(exampleInputs))('of the example %s exists', (path) => {
    expect(tenantProcedures.map((procedure) => procedure.path)).toContain(path);
  });
});
