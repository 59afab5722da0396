import { randomUUID } from 'node:crypto';
import { builtInRoles, type Permission, permissions } from '@switchroom/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Target, tryAll } from './combinations';
import { addPerson, type CallerCase, membership, signedIn, signedOut } from './people';
import { type ApiProcedure, tenantProcedures } from './procedures';
import { type WriteLog, watchWrites } from './quiet';
import { type IsolationWorld, startIsolationWorld } from './world';

/** Every procedure that acts in an organisation, as every role, in every relation of organisations. */
let world: IsolationWorld;
let writes: WriteLog;
let targets: Target[];
let everybody: CallerCase[];
/** A custom role with exactly one permission, and one with all but that one. */
const custom = new Map<Permission, CallerCase[]>();
let combinations = 0;

beforeAll(async () => {
  world = await startIsolationWorld();
  const { tree } = world;
  targets = [
    ...Object.entries(tree)
      .filter(([relation]) => !['strict', 'closed', 'belowArchived'].includes(relation))
      .map(([relation, organisation]) => ({ relation, organisation, id: organisation.id })),
    { relation: 'nowhere', organisation: undefined, id: randomUUID() },
  ];
  everybody = [signedOut];
  for (const role of builtInRoles) {
    everybody.push(signedIn(role, await addPerson(world, [membership(tree.own, role)])));
  }
  const twice = [membership(tree.own, 'auditor'), membership(tree.child, 'operator')];
  everybody.push(signedIn('an auditor who is an operator below', await addPerson(world, twice)));
  for (const permission of new Set(tenantProcedures.map(({ access }) => access as Permission))) {
    const only = [membership(tree.own, 'custom', [permission])];
    const without = [
      membership(
        tree.own,
        'custom',
        permissions.filter((one) => one !== permission),
      ),
    ];
    custom.set(permission, [
      signedIn(`a role with ${permission} alone`, await addPerson(world, only)),
      signedIn(`a role with all but ${permission}`, await addPerson(world, without)),
    ]);
  }
  writes = await watchWrites(world.sql);
}, 120_000);
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  console.log(`isolation, roles: ${combinations} combinations of ${tenantProcedures.length} procedures`);
});

describe('every role', () => {
  it.each(tenantProcedures)('may call $path exactly where the role table says', async (procedure) => {
    const permission = procedure.access as Permission;
    const callers = [...everybody, ...(custom.get(permission) ?? [])];
    expect(callers.length).toBeGreaterThan(9);
    combinations += await tryAll(world, writes, procedure as ApiProcedure & { access: Permission }, callers, targets);
  });
});
