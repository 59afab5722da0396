import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import {
  createMember,
  createOrganisation,
  createTree,
  type GatewayDatabase,
  gatewayDatabase,
  type TestOrganisation,
  type TestTree,
} from '../../../../test/factories/index';
import { systemScope } from '../../../db/database';
import { customRoles } from '../../../db/schema/index';
import { organisationsRoom } from './organisations-room';

type Room = ReturnType<typeof organisationsRoom>;

/**
 * For a test file: a room over a database of its own, and for each test a new tree whose provider moves its branches. Empty
 * before the first test.
 */
export function moveWorld() {
  const base = {} as GatewayDatabase;
  const room = {} as Room;
  const tree = {} as TestTree;
  const provider = {} as ReturnType<Room['as']>;
  beforeAll(async () => {
    Object.assign(base, await gatewayDatabase());
    Object.assign(room, organisationsRoom(base));
  });
  afterAll(() => base.close());
  beforeEach(async () => {
    Object.assign(tree, await createTree(base.db));
    Object.assign(provider, room.as(await createMember(base.db, tree.provider)));
  });

  const pathOf = async (id: string) =>
    (await base.sql<{ path: string }>('SELECT path FROM organisations WHERE id = $1', [id]))[0]?.path;

  /** Rows whose path is not their parent's with their own id. */
  const crooked = async () =>
    await base.sql(
      `SELECT o.id FROM organisations o LEFT JOIN organisations p ON p.id = o.parent_id
       WHERE o.path <> coalesce(p.path, '/') || o.id || '/'`,
    );

  const below = async (parent: TestOrganisation, kind: TestOrganisation['kind'], name: string) =>
    await createOrganisation(base.db, { kind, name, parent });

  async function customRole(organisation: TestOrganisation, name: string, permissions: string[]): Promise<string> {
    const id = randomUUID();
    await base.db.inScope(systemScope, (tx) =>
      tx.insert(customRoles).values({ id, organisationId: organisation.id, name, permissions }),
    );
    return id;
  }

  return { base, room, tree, provider, pathOf, crooked, below, customRole };
}
