import { World } from '@switchroom/e2e/world';
import { type Figure, quantile } from './stats';
import { type BenchPerson, insertTenants, size } from './tenant-rows';

/** What people type, and how much it finds: everything, hundreds, a few, one, none. */
const texts = ['', 'b', 'hotel', 'hotel ul', 'brixen', '0512', 'praxis graz 05', 'reseller 1', 'nowhere'];
/** Calls per person stay below what one person may do. */
const PEOPLE = 16;

/** Searching organisations and switching to one, in a large tree, at the gateway over HTTP and as bare SQL. */
export async function benchTenants(samples: number): Promise<Figure[]> {
  await using world = await World.start({ portal: false });
  const people = await insertTenants(world);
  await using client = await world.connection();
  const customers = (
    await world.sql<{ id: string; path: string }>(
      `SELECT id, path FROM organisations WHERE kind = 'customer' ORDER BY random()`,
    )
  ).slice(0, samples);
  const figures: Figure[] = [];
  for (const [who, group] of [
    ['provider', people.provider],
    ['reseller', people.resellers],
  ] as const) {
    const sessions = await Promise.all(group.slice(0, PEOPLE).map((person) => signIn(world, person)));
    const roots = await Promise.all(group.slice(0, PEOPLE).map((person) => pathOf(world, person)));
    const at = <T>(list: readonly T[], index: number): T => {
      const one = list[index % list.length];
      if (one === undefined) throw new Error('the list is empty');
      return one;
    };
    const search = await timings(samples, async (index) => {
      await query(world, at(sessions, index), ['organisations.search'], { q: at(texts, index), limit: 20 });
    });
    const bareSearch = await timings(samples, async (index) => {
      await searchSql(client, at(roots, index), at(texts, index));
    });
    const reachable = roots.map((root) => customers.filter(({ path }) => path.startsWith(root)));
    const target = (index: number) => at(at(reachable, index), Math.floor(index / PEOPLE));
    const calls = ['organisations.get', 'session.me', 'pbxs.list', 'pbxs.counts'];
    const open = await timings(samples, async (index) => {
      await query(world, at(sessions, index), calls, { organisationId: target(index).id });
    });
    const bareOpen = await timings(samples, async (index) => {
      await openSql(client, target(index));
    });
    const home = await timings(samples, async (index) => {
      await query(world, at(sessions, index), calls, { organisationId: at(group, index % PEOPLE).organisationId });
    });
    const bareHome = await timings(samples, async (index) => {
      await openSql(client, { id: at(group, index % PEOPLE).organisationId, path: at(roots, index) });
    });
    const access = await timings(samples, async (index) => {
      await query(world, at(sessions, index), ['organisations.get'], { organisationId: target(index).id });
    });
    const nothing = await timings(samples, async (index) => {
      await query(world, at(sessions, index), ['setup.state'], {});
    });
    for (const share of [0.5, 0.95]) {
      const name = `p${share * 100}`;
      const limit = share === 0.95 ? { limit: 200 } : {};
      const figure = (what: string, value: number[], baseline: [string, number[]]): Figure => ({
        name: `${what} as ${who}, ${name}`,
        unit: 'ms',
        value: quantile(value, share),
        baseline: { name: baseline[0], value: quantile(baseline[1], share) },
        ...limit,
      });
      figures.push(
        figure('tenant search', search, ['the same in SQL', bareSearch]),
        figure('switch to a customer (4 calls)', open, ['the same in SQL', bareOpen]),
        figure('switch to the own organisation (4 calls)', home, ['the same in SQL', bareHome]),
        figure('one call with its access check', access, ['a call without one', nothing]),
      );
    }
  }
  console.log(
    `${size.customers} customers of ${size.resellers} resellers, ${size.pbxs} PBXes, ${size.members} members; ${samples} samples each`,
  );
  return figures;
}

/** A connection of one's own, past the gateway. */
type Sql = Awaited<ReturnType<World['connection']>>;

async function timings(samples: number, work: (index: number) => Promise<void>): Promise<number[]> {
  // The first ones prepare statements and fill caches.
  for (let index = 0; index < PEOPLE; index += 1) await work(index);
  const found: number[] = [];
  for (let index = 0; index < samples; index += 1) {
    const started = performance.now();
    await work(index);
    found.push(performance.now() - started);
  }
  return found;
}

async function signIn(world: World, { email, password }: BenchPerson): Promise<string> {
  const answer = await fetch(`${world.gatewayUrl}/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: world.portalUrl },
    body: JSON.stringify({ email, password }),
  });
  if (!answer.ok) throw new Error(`signing in failed with ${answer.status}: ${await answer.text()}`);
  await answer.arrayBuffer();
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';', 1)[0] ?? '')
    .join('; ');
}

/** The calls in one request, as the portal sends them, all with the same input. */
async function query(world: World, cookie: string, paths: readonly string[], input: object): Promise<void> {
  const inputs = Object.fromEntries(paths.map((_path, index) => [index, { json: input }]));
  const url = `${world.gatewayUrl}/trpc/${paths.join(',')}?batch=1&input=${encodeURIComponent(JSON.stringify(inputs))}`;
  const answer = await fetch(url, { headers: { cookie } });
  const body = await answer.text();
  if (!answer.ok) throw new Error(`${paths.join()} answered ${answer.status}: ${body.slice(0, 300)}`);
}

async function pathOf(world: World, { organisationId }: BenchPerson): Promise<string> {
  const [row] = await world.sql<{ path: string }>('SELECT path FROM organisations WHERE id = $1', [organisationId]);
  return row?.path ?? '';
}

/** What a search comes down to: matching names below a path, the best first, with the PBXes below each. */
async function searchSql(client: Sql, root: string, q: string): Promise<void> {
  await client.query(
    `WITH hits AS (
       SELECT id, name, kind, path FROM organisations
       WHERE starts_with(path, $1) AND archived_at IS NULL AND lower(name) LIKE '%' || $2 || '%'
       ORDER BY NOT lower(name) LIKE $2 || '%', length(path), lower(name) LIMIT 20)
     SELECT hits.*, (SELECT count(*) FROM pbxs p JOIN organisations o ON o.id = p.organisation_id WHERE starts_with(o.path, hits.path))
     FROM hits`,
    [root, q.toLowerCase()],
  );
}

/** What a switch comes down to: the organisation and those above, the person's roles, a page of PBXes, and counts. */
async function openSql(client: Sql, { id, path }: { id: string; path: string }): Promise<void> {
  await client.query('SELECT id, name, kind, path FROM organisations WHERE starts_with($1, path)', [path]);
  await client.query('SELECT organisation_id, role FROM members WHERE organisation_id = $1', [id]);
  await client.query(
    `SELECT p.*, s.* FROM pbxs p JOIN pbx_status s ON s.pbx_id = p.id JOIN organisations o ON o.id = p.organisation_id
     WHERE starts_with(o.path, $1) ORDER BY lower(p.name), p.id LIMIT 51`,
    [path],
  );
  await client.query(
    `SELECT s.link_kind, s.sync_state, count(*) FROM pbx_status s JOIN organisations o ON o.id = s.organisation_id
     WHERE starts_with(o.path, $1) GROUP BY 1, 2`,
    [path],
  );
}
