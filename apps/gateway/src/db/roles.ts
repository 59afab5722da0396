import type { ClientBase } from 'pg';
import { databaseFault } from './errors';

/** Runs every query of the rooms: not an owner, no login of its own, bound by row-level security. */
export const appRole = 'switchroom_app';
/** Reads and writes accounts and sessions, and nothing else. */
export const authRole = 'switchroom_auth';

/** A fault of the server's set-up that only its administrator can cure; the message says how. */
export class DatabaseSetupError extends Error {
  override readonly name = 'DatabaseSetupError';
}

/**
 * Sees to it that both roles exist and that the connected user may become them. Roles belong to the server, so
 * several databases can get here at once; whoever comes second finds the role and goes on.
 * @throws {DatabaseSetupError} naming the statement that the server's administrator has to run
 */
export async function ensureRoles(client: ClientBase): Promise<void> {
  for (const role of [appRole, authRole]) {
    await createRole(client, role);
    await refuseStrongRole(client, role);
    await joinRole(client, role);
  }
}

async function createRole(client: ClientBase, role: string): Promise<void> {
  if (await roleExists(client, role)) return;
  try {
    await client.query(`CREATE ROLE ${role} NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS`);
  } catch (error) {
    // 42710, or 23505 when the other one committed between the server's own check and its insert.
    if (['42710', '23505'].includes(databaseFault(error)?.code ?? '')) return;
    throw new DatabaseSetupError(
      `The database user ${await userOf(client)} may not create the role ${role}. Ask the server's administrator for: ` +
        `CREATE ROLE ${role} NOLOGIN; GRANT ${role} TO "${await userOf(client)}";`,
      { cause: error },
    );
  }
}

async function refuseStrongRole(client: ClientBase, role: string): Promise<void> {
  const { rows } = await client.query<{ strong: boolean }>(
    'SELECT rolsuper OR rolbypassrls OR rolcreaterole AS strong FROM pg_roles WHERE rolname = $1',
    [role],
  );
  if (rows[0]?.strong === true) {
    throw new DatabaseSetupError(
      `The role ${role} on this server is a superuser, creates roles or bypasses row-level security, so it would see ` +
        `every organisation. Cure: ALTER ROLE ${role} NOSUPERUSER NOBYPASSRLS NOCREATEROLE;`,
    );
  }
}

async function joinRole(client: ClientBase, role: string): Promise<void> {
  let failure: unknown;
  // Another database's migration may grant at the same moment; then the server refuses one of the two although both
  // want the same. Whether the membership is there is asked again after each try.
  for (let attempt = 0; attempt < 10; attempt += 1) {
    if (await maySetRole(client, role)) return;
    try {
      await client.query(`GRANT ${role} TO CURRENT_USER`);
    } catch (error) {
      failure = error;
      const code = databaseFault(error)?.code;
      if (code !== 'XX000' && code !== '23505') break;
    }
  }
  if (await maySetRole(client, role)) return;
  const user = await userOf(client);
  throw new DatabaseSetupError(
    `The database user ${user} may not become the role ${role}. Ask the server's administrator for: GRANT ${role} TO "${user}";`,
    { cause: failure },
  );
}

/** From PostgreSQL 16 on a membership can lack SET; before that, being a member is enough. */
async function maySetRole(client: ClientBase, role: string): Promise<boolean> {
  const { rows } = await client.query<{ may: boolean }>(
    `SELECT pg_has_role(current_user, $1,
       CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END) AS may`,
    [role],
  );
  return rows[0]?.may === true;
}

async function roleExists(client: ClientBase, role: string): Promise<boolean> {
  const { rowCount } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
  return rowCount === 1;
}

async function userOf(client: ClientBase): Promise<string> {
  const { rows } = await client.query<{ name: string }>('SELECT current_user AS name');
  return rows[0]?.name ?? 'unknown';
}
