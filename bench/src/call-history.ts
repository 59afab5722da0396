import { administrator, World } from '@switchroom/e2e/world';
import { type Figure, quantile } from './stats';
import { type BenchPerson, insertTenants, size } from './tenant-rows';

/** Days over which the records lie; the factory setting keeps ten. */
const DAYS = 20;
type Sql = Awaited<ReturnType<World['connection']>>;

/**
 * A purge of call history over every PBX, asked for through the API, while people look at lists: what the lists take, and
 * the same in SQL at the same time; and whether exactly what was too old has gone.
 */
export async function benchCallHistory(records: number): Promise<Figure[]> {
  await using world = await World.start({ portal: false });
  const people = await insertTenants(world);
  const insertSeconds = await timed(() => insertRecords(world, records));
  await using client = await world.connection();
  // Calls per person stay below what one person may do.
  const readers = await Promise.all(people.provider.slice(0, 12).map((person) => signIn(world, person)));
  const reader = (index: number) => readers[index % readers.length] ?? '';
  const cookie = await signIn(world, administrator);
  const [top] = await world.sql<{ id: string; path: string }>(
    'SELECT id, path FROM organisations WHERE parent_id IS NULL',
  );
  const customers = await world.sql<{ id: string; path: string }>(
    "SELECT id, path FROM organisations WHERE kind = 'customer' ORDER BY random()",
  );
  const resellers = await world.sql<{ id: string; path: string }>(
    "SELECT id, path FROM organisations WHERE kind = 'reseller' ORDER BY random()",
  );
  if (top === undefined) throw new Error('there is no organisation');
  const kinds = [
    { name: 'of a customer', of: customers, input: {} },
    { name: 'of a customer, by words', of: customers, input: { q: '0471' } },
    { name: 'of a reseller', of: resellers, input: {} },
    { name: 'of the provider', of: [top], input: {} },
  ];
  const samples = kinds.map(() => ({ api: [] as number[], sql: [] as number[] }));
  const look = async (index: number) => {
    for (const [place, kind] of kinds.entries()) {
      const organisation = kind.of[index % kind.of.length] ?? top;
      const api = await timed(() =>
        call(world, reader(index), 'query', 'callHistory.list', {
          organisationId: organisation.id,
          limit: 50,
          ...kind.input,
        }),
      );
      const sql = await timed(() => listSql(client, organisation.path, 'q' in kind.input));
      samples[place]?.api.push(api * 1000);
      samples[place]?.sql.push(sql * 1000);
    }
  };
  // The first ones prepare statements and fill caches.
  for (let index = 0; index < 5; index += 1) await look(index);
  const quiet = samples.map(({ api, sql }) => ({ api: api.splice(0), sql: sql.splice(0) }));
  for (let index = 0; index < 50; index += 1) await look(index);
  for (const [place, { api, sql }] of samples.entries()) {
    const before = quiet[place];
    if (before !== undefined) Object.assign(before, { api: api.splice(0), sql: sql.splice(0) });
  }

  const started = performance.now();
  await call(world, cookie, 'mutation', 'callHistory.purgeNow', { organisationId: top.id });
  let rounds = 0;
  for (; (await open(client)) > 0; rounds += 1) await look(rounds);
  const seconds = (performance.now() - started) / 1000;
  const [outcome] = await world.sql<{ deleted: string; wrong: string; left: string }>(
    `SELECT (SELECT sum(deleted) FROM retention_runs) AS deleted,
       (SELECT count(*) FROM bench_records b JOIN retention_runs r USING (pbx_id)
        WHERE (b.started_at < r.cutoff) = EXISTS (SELECT FROM call_records c WHERE c.id = b.id)) AS wrong,
       (SELECT count(*) FROM call_records) AS left`,
  );
  console.log(
    `${records} records of ${size.customers} customers and ${size.pbxs} PBXes, inserted in ${insertSeconds.toFixed(1)} s; ` +
      `purged ${outcome?.deleted} in ${seconds.toFixed(1)} s, ${outcome?.left} left, ${outcome?.wrong} wrongly kept or deleted; ` +
      `${rounds} rounds of lists meanwhile`,
  );
  if (outcome?.wrong !== '0' || Number(outcome.deleted) + Number(outcome.left) !== records)
    throw new Error('the purge did not delete exactly what was too old');
  return [
    { name: 'records purged', unit: '1/s', value: Number(outcome.deleted) / seconds },
    ...kinds.flatMap(({ name }, place) =>
      [
        { when: 'while purging', found: samples[place] },
        { when: 'in peace', found: quiet[place] },
      ].map(({ when, found }) => ({
        name: `call history ${name}, ${when}, p95`,
        unit: 'ms',
        value: quantile(found?.api ?? [], 0.95),
        baseline: { name: 'the same in SQL', value: quantile(found?.sql ?? [], 0.95) },
        limit: 200,
      })),
    ),
  ];
}

/** Rows as the product writes them, spread evenly over PBXes and days, and a copy of what decides whether one is old. */
async function insertRecords(world: World, records: number): Promise<void> {
  await world.sql(
    `INSERT INTO call_records (organisation_id, pbx_id, call_key, source, rank, legs, conference, user_guid, user_name, user_cn, user_number,
       direction, remote_number, remote_name, clir, external, missed, status, cause, further, started_at, alert_seconds, connected_seconds,
       call_seconds, events)
     SELECT p.organisation_id, p.id, 'call-' || n, 'cdr', '1113' || lpad(n::text, 14, '0'), ARRAY['cdr:' || n], md5(n::text), md5((n % 40)::text),
       'user' || n % 40, 'User ' || n % 40, (200 + n % 40)::text, CASE n % 2 WHEN 0 THEN 'in' ELSE 'out' END,
       '0' || (471000000 + (n::bigint * 7919) % 9000000), 'Caller ' || n % 5000, false, n % 3 = 0, n % 7 = 0, 'co', 16, false,
       now() - random() * interval '${DAYS} days', 5, 60, 65,
       jsonb_build_array(jsonb_build_object('message', 'setup-to', 'atSeconds', 0, 'number', '0471' || n, 'name', null, 'external', true, 'cause', null, 'to', null))
     FROM generate_series(1, $1::int) n
     JOIN (SELECT id, organisation_id, row_number() OVER (ORDER BY id) AS place FROM pbxs) p ON p.place = 1 + n % $2::int`,
    [records, size.pbxs],
  );
  // Some keep less, some more.
  await world.sql(
    `INSERT INTO setting_values (organisation_id, key, value, set_by, set_by_name)
     SELECT id, 'attendant.retentionDays', to_jsonb(1 + (random() * 18)::int), 'bench', 'Bench' FROM organisations WHERE random() < 0.3`,
  );
  await world.sql('CREATE TABLE bench_records AS SELECT id, pbx_id, started_at FROM call_records');
  // What autovacuum does within a minute of such an import.
  await world.sql('ANALYZE');
}

async function open(client: Sql): Promise<number> {
  const { rows } = (await client.query(
    'SELECT count(*)::int AS open FROM retention_runs WHERE finished_at IS NULL',
    [],
  )) as {
    rows: { open: number }[];
  };
  return rows[0]?.open ?? 0;
}

/** What a list comes down to: the newest records of the organisations below a path, with the names of their PBXes, and how many. */
async function listSql(client: Sql, path: string, words: boolean): Promise<void> {
  const filter = words
    ? "AND (remote_number ILIKE '%0471%' OR remote_name ILIKE '%0471%' OR user_cn ILIKE '%0471%')"
    : '';
  await client.query(
    `SELECT c.*, p.name FROM call_records c JOIN pbxs p ON p.id = c.pbx_id JOIN organisations o ON o.id = c.organisation_id
     WHERE starts_with(o.path, $1) ${filter} ORDER BY c.started_at DESC, c.id DESC LIMIT 51`,
    [path],
  );
  await client.query(
    `SELECT count(*) FROM (SELECT FROM call_records c JOIN organisations o ON o.id = c.organisation_id WHERE starts_with(o.path, $1) ${filter}
       LIMIT 10001) counted`,
    [path],
  );
}

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

async function signIn(world: World, { email, password }: Pick<BenchPerson, 'email' | 'password'>): Promise<string> {
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

async function call(
  world: World,
  cookie: string,
  type: 'query' | 'mutation',
  path: string,
  input: object,
): Promise<void> {
  const json = JSON.stringify({ json: input });
  const url = `${world.gatewayUrl}/trpc/${path}`;
  const answer = await (type === 'query'
    ? fetch(`${url}?input=${encodeURIComponent(json)}`, { headers: { cookie } })
    : fetch(url, {
        method: 'POST',
        headers: { cookie, 'content-type': 'application/json', origin: world.portalUrl },
        body: json,
      }));
  const body = await answer.text();
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${body.slice(0, 300)}`);
}
