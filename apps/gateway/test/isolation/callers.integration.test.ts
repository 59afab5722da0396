import { randomUUID } from 'node:crypto';
import { type Permission, permissions } from '@switchroom/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Target, tryAll } from './combinations';
import { addPerson, type CallerCase, lookingIn, membership, signedIn, withToken } from './people';
import { type ApiProcedure, tenantProcedures } from './procedures';
import { type WriteLog, watchWrites } from './quiet';
import { type IsolationWorld, startIsolationWorld } from './world';

/** Every procedure that acts in an organisation, by token, as somebody else, stale, and under policies. */
let world: IsolationWorld;
let writes: WriteLog;
let targets: Target[];
let callersFor: (permission: Permission) => CallerCase[];
let combinations = 0;

beforeAll(async () => {
  world = await startIsolationWorld();
  const { tree } = world;
  targets = [
    ...(['child', 'belowArchived', 'strict', 'closed', 'foreignCustomer'] as const).map((relation) => ({
      relation,
      organisation: tree[relation],
      id: tree[relation].id,
    })),
    { relation: 'nowhere', organisation: undefined, id: randomUUID() },
  ];
  const above = await addPerson(world, [membership(tree.own, 'provider-administrator')]);
  const below = await addPerson(world, [membership(tree.child, 'customer-administrator')]);
  const auditor = await addPerson(world, [membership(tree.own, 'auditor')]);
  const helper = await addPerson(world, [
    membership(tree.own, 'custom', ['members:view-as', 'members:act-as', 'pbxs:read']),
  ]);
  const stranger = await addPerson(world, [membership(tree.foreignReseller, 'reseller-administrator')]);
  const nobody = await addPerson(world, []);
  const always = [
    signedIn('an account without a membership', nobody),
    signedIn('a person of another reseller', stranger),
    signedIn('an administrator whose proof is old', above, { fresh: false }),
    signedIn('an administrator with a second factor', above, { secondFactor: true }),
    signedIn('an administrator with a second factor whose proof is old', above, { secondFactor: true, fresh: false }),
    withToken('a token with everything', above, tree.own, permissions),
    withToken('a token with nothing', above, tree.own, []),
    withToken('a token of an organisation above the person', below, tree.own, permissions),
    withToken('a token of another tree', above, tree.foreignReseller, permissions),
    lookingIn('an administrator looking in', 'view', above, below),
    lookingIn('an administrator acting as another', 'act', above, below),
    lookingIn('an administrator acting as another, whose proof is old', 'act', above, below, { fresh: false }),
    lookingIn('a helper who holds little, acting as an administrator', 'act', helper, above),
    lookingIn('an auditor who acts without the right to', 'act', auditor, below),
    lookingIn('a stranger who acts without reaching anything', 'act', stranger, below),
  ];
  callersFor = (permission) => [
    ...always,
    withToken(`a token for ${permission} below`, above, tree.child, [permission]),
    withToken(
      `a token for all but ${permission}`,
      above,
      tree.own,
      permissions.filter((one) => one !== permission),
    ),
  ];
  writes = await watchWrites(world.sql);
}, 120_000);
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  console.log(`isolation, callers: ${combinations} combinations of ${tenantProcedures.length} procedures`);
});

describe('every kind of caller', () => {
  it.each(tenantProcedures)('may call $path exactly where memberships, tokens and policies say', async (procedure) => {
    const callers = callersFor(procedure.access as Permission);
    expect(callers.length).toBeGreaterThan(15);
    combinations += await tryAll(world, writes, procedure as ApiProcedure & { access: Permission }, callers, targets);
  });
});
