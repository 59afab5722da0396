import { randomUUID } from 'node:crypto';
import type { Permission, Role } from '@switchroom/contracts';
import type { Caller } from '../../src/auth/caller';
import type { OracleCaller, OracleMembership } from './oracle';
import type { IsolationWorld, WorldOrganisation } from './world';

/** A role somewhere, as it is put into the database and as the oracle knows it. */
export interface WorldMembership extends OracleMembership {
  organisation: WorldOrganisation;
}

export interface WorldPerson {
  id: string;
  memberships: readonly WorldMembership[];
}

/** Somebody who calls: as the gateway sees them, and as the oracle does. */
export interface CallerCase {
  name: string;
  caller: Caller | undefined;
  oracle: OracleCaller | undefined;
  /** Who stands in the audit log; their home takes what is tried out of reach. Undefined: there is nobody to record. */
  actor: { id: string; home: WorldOrganisation } | undefined;
}

export const membership = (
  organisation: WorldOrganisation,
  role: Role,
  permissions?: readonly Permission[],
): WorldMembership => ({ organisation, role, ...(permissions === undefined ? {} : { permissions }) });

/** Puts somebody with these roles into the database; the first one is their home. */
export async function addPerson(
  { sql }: Pick<IsolationWorld, 'sql'>,
  memberships: readonly WorldMembership[],
): Promise<WorldPerson> {
  const id = randomUUID();
  for (const { organisation, role, permissions } of memberships) {
    const customRoleId = role === 'custom' ? randomUUID() : null;
    if (customRoleId !== null) {
      await sql('INSERT INTO custom_roles (id, organisation_id, name, permissions) VALUES ($1, $2, $3, $4)', [
        customRoleId,
        organisation.id,
        `Role ${customRoleId}`,
        permissions ?? [],
      ]);
    }
    await sql(
      'INSERT INTO members (organisation_id, user_id, email, name, role, custom_role_id) VALUES ($1, $2, $3, $4, $5, $6)',
      [organisation.id, id, `${id}@example.test`, `Person ${id.slice(0, 8)}`, role, customRoleId],
    );
  }
  return { id, memberships };
}

const HOUR_MS = 3_600_000;

/** The person with a session. */
export function signedIn(
  name: string,
  person: WorldPerson,
  { fresh = true, secondFactor = false }: { fresh?: boolean; secondFactor?: boolean } = {},
): CallerCase {
  const home = person.memberships[0]?.organisation;
  return {
    name,
    caller: { ...account(person), session: session({ fresh, secondFactor }) },
    oracle: { memberships: person.memberships, session: { fresh, secondFactor } },
    actor: home && { id: person.id, home },
  };
}

/** A program with a token that the person made. */
export function withToken(
  name: string,
  person: WorldPerson,
  organisation: WorldOrganisation,
  permissions: readonly Permission[],
): CallerCase {
  const id = randomUUID();
  const home = person.memberships[0]?.organisation;
  return {
    name,
    caller: { ...account(person), token: { id, name: 'Token', organisationId: organisation.id, permissions } },
    oracle: { memberships: person.memberships, token: { organisation, permissions } },
    actor: home && { id: `token:${id}`, home },
  };
}

/** `actor` at the keyboard, looking in or acting as `person`. */
export function lookingIn(
  name: string,
  mode: 'view' | 'act',
  actor: WorldPerson,
  person: WorldPerson,
  { fresh = true }: { fresh?: boolean } = {},
): CallerCase {
  const home = actor.memberships[0]?.organisation;
  return {
    name,
    caller: {
      ...account(person),
      session: session({ fresh, secondFactor: false }),
      impersonation: {
        id: randomUUID(),
        mode,
        actor: { id: actor.id, name: 'Support' },
        reason: 'a question',
        expiresAt: new Date(Date.now() + HOUR_MS),
      },
    },
    oracle: {
      memberships: person.memberships,
      session: { fresh, secondFactor: false },
      impersonation: { mode, actor: actor.memberships },
    },
    actor: home && { id: actor.id, home },
  };
}

/** Nobody. */
export const signedOut: CallerCase = { name: 'nobody', caller: undefined, oracle: undefined, actor: undefined };

function account({ id }: WorldPerson): Pick<Caller, 'id' | 'name' | 'email'> {
  return { id, name: `Person ${id.slice(0, 8)}`, email: `${id}@example.test` };
}

function session({ fresh, secondFactor }: { fresh: boolean; secondFactor: boolean }) {
  return { id: randomUUID(), confirmedAt: new Date(Date.now() - (fresh ? 0 : HOUR_MS)), secondFactor };
}
