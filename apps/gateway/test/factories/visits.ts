import { randomUUID } from 'node:crypto';
import type { Role } from '@switchroom/contracts';
import { createTRPCClient, httpBatchLink } from '@trpc/client';
import superjson from 'superjson';
import { afterAll, afterEach, beforeAll } from 'vitest';
import type { AppRouter } from '../../src/api/router';
import { composeRooms } from '../../src/compose';
import { signIn, startTestApp, type TestApp } from './app';
import { createTree, type TestOrganisation, type TestTree } from './organisations';
import { createPerson, type TestPerson } from './people';

const administrator = { email: 'anna@example.test', password: 'vier Worte und ein Bus' };
/** Rights that change by plain SQL are found by the next look at all that run; in between they count for no request. */
const sessionRecheckMs = 100;
const reason = 'They cannot find their PBX';

interface AuditFacts {
  actor_name: string;
  on_behalf_of_name: string | null;
  reason: string | null;
  result: string;
  after: Record<string, unknown> | null;
}

/**
 * For a test file: a gateway in which Rita supports the customers of Alpha, and looks in as Carla of Alpha One. Made before the
 * first test and closed after the last, empty until then; after each test nobody looks in any more.
 */
export function visitWorld() {
  const gateway = {} as TestApp;
  const tree = {} as TestTree;
  const rita = {} as TestPerson;
  const carla = {} as TestPerson;
  beforeAll(async () => {
    Object.assign(gateway, await startTestApp({ rooms: composeRooms, config: { administrator }, sessionRecheckMs }));
    Object.assign(tree, await createTree(gateway.base.db));
    Object.assign(rita, await createPerson(gateway.base, tree.alpha, administrator, { name: 'Rita' }));
    Object.assign(carla, await createPerson(gateway.base, tree.alphaOne, administrator, { name: 'Carla' }));
  });
  afterAll(() => gateway.stop());
  afterEach(async () => {
    await gateway.base.sql('DELETE FROM organisation_policies');
    await gateway.base.sql('UPDATE impersonations SET ended_at = now() WHERE ended_at IS NULL');
  });

  const api = (cookie: string, headers: Record<string, string> = {}) =>
    createTRPCClient<AppRouter>({
      links: [httpBatchLink({ url: `${gateway.url}/trpc`, transformer: superjson, headers: { ...headers, cookie } })],
    });
  const person = (organisation: TestOrganisation, role?: Role) =>
    createPerson(gateway.base, organisation, administrator, role === undefined ? {} : { role });

  async function visit(mode: 'view' | 'act', options: { actor?: TestPerson; target?: TestPerson; at?: string } = {}) {
    const { actor = rita, target = carla, at = tree.alphaOne.id } = options;
    const cookie = await signIn(gateway, actor);
    const input = { organisationId: at, memberId: target.memberId, reason, minutes: 15 as const };
    await api(cookie).impersonation[mode].mutate(input);
    return { cookie, client: api(cookie) };
  }
  const entriesOf = (action: string, organisation = tree.alphaOne) =>
    gateway.base.sql<AuditFacts & Record<string, unknown>>(
      `SELECT actor_name, on_behalf_of_name, reason, result, after FROM audit_entries
       WHERE action = $1 AND organisation_id = $2 ORDER BY seq`,
      [action, organisation.id],
    );
  const lastEnd = async () => (await entriesOf('impersonation.end')).at(-1)?.after?.['why'];

  return { gateway, tree, rita, carla, reason, api, person, visit, entriesOf, lastEnd };
}

export const refusal = (reason: string) => ({ data: { app: { code: 'forbidden', params: { reason } } } });
export const code = (value: string) => ({ data: { app: { code: value } } });

/** What adds a PBX. */
export const newPbx = (organisationId: string, name = `P ${randomUUID()}`) => ({
  organisationId,
  direction: 'inbound' as const,
  targetOrganisationId: organisationId,
  name,
  appObjectName: 'switchroom',
  domain: `${randomUUID()}.test`,
});
