import { administrator, type World } from '@switchroom/e2e/world';

/** How large the tree is. */
export const size = { resellers: 20, customers: 1000, pbxs: 5000, members: 200 };

/** Somebody to measure as. */
export interface BenchPerson {
  email: string;
  password: string;
  /** Where they belong. */
  organisationId: string;
}

/** Words of names as customers have them, so that searches find many, few and none. */
const trades = [
  'Bäckerei',
  'Metallbau',
  'Praxis',
  'Kanzlei',
  'Hotel',
  'Autohaus',
  'Elektro',
  'Apotheke',
  'Spedition',
  'Schule',
];
const towns = ['Brixen', 'Sindelfingen', 'Verona', 'Innsbruck', 'Chur', 'Stuttgart', 'Trient', 'Ulm', 'Graz', 'Meran'];

/**
 * One provider with resellers, customers, PBXes and members, all of them with rows as the product writes them. PBXes are
 * switched off, so that nothing is dialled.
 */
export async function insertTenants(world: World): Promise<{ provider: BenchPerson[]; resellers: BenchPerson[] }> {
  const { password } = administrator;
  const arrays = [trades, towns];
  await world.sql(
    `WITH top AS (SELECT id, path FROM organisations WHERE parent_id IS NULL)
     INSERT INTO organisations (id, parent_id, kind, name, path)
     SELECT r.id, top.id, 'reseller', 'Reseller ' || r.n, top.path || r.id || '/'
     FROM top, (SELECT n, gen_random_uuid() AS id FROM generate_series(1, $1::int) n) r`,
    [size.resellers],
  );
  await world.sql(
    `INSERT INTO organisations (id, parent_id, kind, name, path)
     SELECT c.id, r.id, 'customer',
       ($2::text[])[1 + c.n % 10] || ' ' || ($3::text[])[1 + (c.n / 10) % 10] || ' ' || lpad(c.n::text, 4, '0'), r.path || c.id || '/'
     FROM (SELECT n, gen_random_uuid() AS id FROM generate_series(1, $1::int) n) c
     JOIN (SELECT id, path, row_number() OVER (ORDER BY id) AS place FROM organisations WHERE kind = 'reseller') r
       ON r.place = 1 + c.n % $4`,
    [size.customers, ...arrays, size.resellers],
  );
  await world.sql(
    `WITH made AS (
       INSERT INTO pbxs (organisation_id, name, direction, enabled, app_object_name, domain, instance)
       SELECT c.id, 'PBX ' || n, 'inbound', false, 'switchroom', 'bench.example', 'pbx-' || n
       FROM generate_series(1, $1::int) n
       JOIN (SELECT id, row_number() OVER (ORDER BY id) AS place FROM organisations WHERE kind = 'customer') c
         ON c.place = 1 + n % $2
       RETURNING id, organisation_id)
     INSERT INTO pbx_status (pbx_id, organisation_id) SELECT id, organisation_id FROM made`,
    [size.pbxs, size.customers],
  );
  // Ten people a reseller; the first two also belong to the provider's own staff.
  await world.sql(
    `WITH people AS (
       SELECT n, gen_random_uuid()::text AS id FROM generate_series(1, $1::int) n),
     users AS (
       INSERT INTO auth."user" (id, name, email, "emailVerified")
       SELECT id, 'Person ' || n, 'person-' || n || '@example.test', true FROM people),
     accounts AS (
       INSERT INTO auth.account (id, "accountId", "providerId", "userId", password, "updatedAt")
       SELECT gen_random_uuid()::text, p.id, 'credential', p.id, a.password, now()
       FROM people p, auth.account a JOIN auth."user" u ON u.id = a."userId" WHERE u.email = $3)
     INSERT INTO members (organisation_id, user_id, email, name, role)
     SELECT CASE WHEN p.n <= 20 THEN (SELECT id FROM organisations WHERE parent_id IS NULL) ELSE r.id END,
       p.id, 'person-' || p.n || '@example.test', 'Person ' || p.n,
       CASE WHEN p.n <= 20 THEN 'provider-administrator' ELSE 'reseller-administrator' END
     FROM people p
     JOIN (SELECT id, row_number() OVER (ORDER BY id) AS place FROM organisations WHERE kind = 'reseller') r
       ON r.place = 1 + p.n % $2`,
    [size.members, size.resellers, administrator.email],
  );
  // What autovacuum does within a minute of such an import.
  await world.sql('ANALYZE');
  const people = await world.sql<{ email: string; organisationId: string }>(
    'SELECT email, organisation_id AS "organisationId" FROM members WHERE email LIKE $1 ORDER BY created_at, email',
    ['person-%'],
  );
  const top = await world.sql<{ id: string }>('SELECT id FROM organisations WHERE parent_id IS NULL');
  const withPassword = people.map((person) => ({ ...person, password }));
  return {
    provider: withPassword.filter(({ organisationId }) => organisationId === top[0]?.id),
    resellers: withPassword.filter(({ organisationId }) => organisationId !== top[0]?.id),
  };
}
