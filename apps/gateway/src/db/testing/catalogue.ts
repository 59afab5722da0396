/** Runs SQL as the owner of the tables and gives the rows. */
export type Sql = <Row extends Record<string, unknown>>(text: string, values?: unknown[]) => Promise<Row[]>;

/** A table as the database's own catalogue has it. */
export interface CatalogueTable {
  schema: string;
  name: string;
  /** Quoted where needed, with its schema. */
  ident: string;
  secured: boolean;
  forced: boolean;
  policies: CataloguePolicy[];
  /** What each role may do with it, also by way of a single column or of PUBLIC. */
  grants: Record<string, string[]>;
}

export type CataloguePolicy = {
  name: string;
  /** ALL, SELECT, INSERT, UPDATE or DELETE. */
  command: string;
  permissive: boolean;
  roles: string[];
  using: string | null;
  check: string | null;
};

const own = `n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast', 'drizzle') AND n.nspname NOT LIKE 'pg\\_temp%'`;
const commands = ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER'] as const;

/** Every table there is, whoever made it; `roles` are those whose rights are looked up. */
export async function readTables(sql: Sql, roles: readonly string[]): Promise<CatalogueTable[]> {
  const rows = await sql<{ oid: number; schema: string; name: string; secured: boolean; forced: boolean }>(
    `SELECT c.oid, n.nspname AS schema, c.relname AS name, c.relrowsecurity AS secured, c.relforcerowsecurity AS forced
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p') AND ${own} ORDER BY 2, 3`,
  );
  const tables: CatalogueTable[] = [];
  for (const { oid, ...row } of rows) {
    tables.push({
      ...row,
      ident: `"${row.schema}"."${row.name}"`,
      policies: await readPolicies(sql, oid),
      grants: Object.fromEntries(
        await Promise.all(roles.map(async (role) => [role, await readGrants(sql, oid, role)] as const)),
      ),
    });
  }
  return tables;
}

async function readPolicies(sql: Sql, oid: number): Promise<CataloguePolicy[]> {
  return await sql<CataloguePolicy>(
    `SELECT polname AS name, polpermissive AS permissive,
       CASE polcmd WHEN '*' THEN 'ALL' WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' ELSE 'DELETE' END AS command,
       ARRAY(SELECT CASE r WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(r)::text END FROM unnest(polroles) r) AS roles,
       pg_get_expr(polqual, polrelid) AS using, pg_get_expr(polwithcheck, polrelid) AS check
     FROM pg_policy WHERE polrelid = $1 ORDER BY polname`,
    [oid],
  );
}

async function readGrants(sql: Sql, oid: number, role: string): Promise<string[]> {
  const ofColumns = ['SELECT', 'INSERT', 'UPDATE', 'REFERENCES'];
  const rows = await sql<{ command: string }>(
    `SELECT command FROM unnest($3::text[]) command
     WHERE has_table_privilege($1, $2::oid, command)
        OR (command = ANY($4) AND has_any_column_privilege($1, $2::oid, CASE WHEN command = ANY($4) THEN command ELSE 'SELECT' END))`,
    [role, oid, [...commands], ofColumns],
  );
  return rows.map(({ command }) => command);
}

export type CatalogueColumn = {
  name: string;
  type: string;
  required: boolean;
  hasDefault: boolean;
  /** The database computes it: a statement cannot give it. */
  generated: boolean;
};

/** Columns of a table in their order. */
export async function readColumns(sql: Sql, ident: string): Promise<CatalogueColumn[]> {
  return await sql<CatalogueColumn>(
    `SELECT attname AS name, format_type(atttypid, atttypmod) AS type, attnotnull AS required, atthasdef AS "hasDefault",
       attgenerated <> '' AS generated
     FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
    [ident],
  );
}

export type CatalogueForeignKey = {
  columns: string[];
  /** `"schema"."name"` */
  target: string;
  targetColumns: string[];
};

/** Foreign keys of a table, each with its columns in the order of those it refers to. */
export async function readForeignKeys(sql: Sql, ident: string): Promise<CatalogueForeignKey[]> {
  const names = (key: string, relation: string) =>
    `ARRAY(SELECT a.attname::text FROM unnest(${key}) WITH ORDINALITY k(num, place)
       JOIN pg_attribute a ON a.attrelid = ${relation} AND a.attnum = k.num ORDER BY k.place)`;
  return await sql<CatalogueForeignKey>(
    `SELECT ${names('c.conkey', 'c.conrelid')} AS columns, ${names('c.confkey', 'c.confrelid')} AS "targetColumns",
       format('"%s"."%s"', n.nspname, t.relname) AS target
     FROM pg_constraint c JOIN pg_class t ON t.oid = c.confrelid JOIN pg_namespace n ON n.oid = t.relnamespace
     WHERE c.contype = 'f' AND c.conrelid = $1::regclass ORDER BY c.conname`,
    [ident],
  );
}

/** Names of what PUBLIC may do anywhere but with the schema `public` itself, and of anything but tables that holds rows. */
export async function readLooseEnds(sql: Sql): Promise<{
  grantedToPublic: string[];
  otherRelations: string[];
  securityDefiners: string[];
  callableFunctions: string[];
}> {
  const names = async (text: string) => (await sql<{ name: string }>(text)).map(({ name }) => name);
  return {
    grantedToPublic: await names(
      `SELECT format('%s.%s: %s', n.nspname, c.relname, a.privilege_type) AS name
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, aclexplode(c.relacl) a WHERE a.grantee = 0 AND ${own}
       UNION ALL
       SELECT format('schema %s: %s', n.nspname, a.privilege_type) FROM pg_namespace n, aclexplode(n.nspacl) a
       WHERE a.grantee = 0 AND ${own} AND NOT (n.nspname = 'public' AND a.privilege_type = 'USAGE') ORDER BY 1`,
    ),
    otherRelations: await names(
      `SELECT format('%s.%s', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind IN ('v', 'm', 'f') AND ${own} ORDER BY 1`,
    ),
    securityDefiners: await names(
      `SELECT format('%s.%s', n.nspname, p.proname) AS name FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
       WHERE p.prosecdef AND ${own} ORDER BY 1`,
    ),
    // A function of a trigger cannot be called by itself.
    callableFunctions: await names(
      `SELECT format('%s.%s', n.nspname, p.proname) AS name FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
       WHERE p.prorettype <> 'trigger'::regtype AND ${own}
         AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') ORDER BY 1`,
    ),
  };
}
