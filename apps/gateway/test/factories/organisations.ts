import { randomUUID } from 'node:crypto';
import {
  administratorRole,
  type Permission,
  permissionsOfRole,
  type OrganisationKind,
  type Role,
} from '@switchroom/contracts';
import { type Database, systemScope } from '../../src/db/database';
import { members, organisations } from '../../src/db/schema/index';
import type { Tenant } from '../../src/db/tenant';

export interface TestOrganisation {
  id: string;
  parentId: string | null;
  kind: OrganisationKind;
  name: string;
  path: string;
}

/** One organisation, below `parent` when given. */
export async function createOrganisation(
  db: Database,
  options: { kind: TestOrganisation['kind']; name: string; parent?: TestOrganisation },
): Promise<TestOrganisation> {
  const id = randomUUID();
  const organisation: TestOrganisation = {
    id,
    parentId: options.parent?.id ?? null,
    kind: options.kind,
    name: options.name,
    path: `${options.parent?.path ?? '/'}${id}/`,
  };
  await db.inScope(systemScope, (tx) => tx.insert(organisations).values(organisation));
  return organisation;
}

/** The tree that isolation tests need: one provider, two resellers, two customers of the first and one of the second. */
export interface TestTree {
  provider: TestOrganisation;
  alpha: TestOrganisation;
  beta: TestOrganisation;
  alphaOne: TestOrganisation;
  alphaTwo: TestOrganisation;
  betaOne: TestOrganisation;
}

export async function createTree(db: Database): Promise<TestTree> {
  const provider = await createOrganisation(db, { kind: 'provider', name: `Provider ${randomUUID().slice(0, 8)}` });
  const alpha = await createOrganisation(db, { kind: 'reseller', name: 'Reseller Alpha', parent: provider });
  const beta = await createOrganisation(db, { kind: 'reseller', name: 'Reseller Beta', parent: provider });
  const alphaOne = await createOrganisation(db, { kind: 'customer', name: 'Alpha One', parent: alpha });
  const alphaTwo = await createOrganisation(db, { kind: 'customer', name: 'Alpha Two', parent: alpha });
  const betaOne = await createOrganisation(db, { kind: 'customer', name: 'Beta One', parent: beta });
  return { provider, alpha, beta, alphaOne, alphaTwo, betaOne };
}

/** A membership without an account: enough for everything but signing in. `userId`: another role of the same person. */
export async function createMember(
  db: Database,
  organisation: TestOrganisation,
  options: { role?: Role; customRoleId?: string; name?: string; userId?: string } = {},
): Promise<{ id: string; name: string; email: string; role: Role; memberId: string }> {
  const id = options.userId ?? randomUUID();
  const memberId = randomUUID();
  const name = options.name ?? `Member ${id.slice(0, 8)}`;
  const role = options.customRoleId === undefined ? (options.role ?? administratorRole(organisation.kind)) : 'custom';
  const member = { id, name, email: `${id}@example.test`, role, memberId };
  await db.inScope(systemScope, (tx) =>
    tx.insert(members).values({
      id: memberId,
      organisationId: organisation.id,
      userId: id,
      email: member.email,
      name,
      role,
      customRoleId: options.customRoleId ?? null,
    }),
  );
  return member;
}

/** The proof of access that services take, as the access check would make it. */
export function tenantOf(
  organisation: TestOrganisation,
  options: { role?: Role; permissions?: readonly Permission[]; actor?: Tenant['actor'] } = {},
): Tenant {
  return {
    organisationId: organisation.id,
    path: organisation.path,
    permissions: new Set(
      options.permissions ?? permissionsOfRole(options.role ?? administratorRole(organisation.kind), null),
    ),
    actor: options.actor ?? { id: 'test', name: 'Test' },
    requestId: randomUUID(),
    address: '127.0.0.1',
  };
}
