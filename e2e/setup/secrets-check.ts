import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writtenForms } from '@switchroom/testkit/secrets';

/** Tells the workers of a run where to put what is looked through at its end. */
const variable = 'SWITCHROOM_E2E_KEPT';

/** At the beginning of a run: from now on worlds keep their logs and a dump of their database. */
export function beginSecretsCheck(): void {
  process.env[variable] = mkdtempSync(join(tmpdir(), 'switchroom-e2e-kept-'));
}

/** A secret that a test uses: at the end of the run it must stand in no log and in no dump. */
export function noteSecret(secret: string): void {
  const folder = process.env[variable];
  if (folder !== undefined) appendFileSync(join(folder, 'secrets'), `${JSON.stringify(secret)}\n`);
}

/** Keeps what a world wrote, and everything in its database, until the end of the run. */
export async function keepForSecretsCheck(world: {
  logs: string;
  sql: (text: string) => Promise<Record<string, unknown>[]>;
}): Promise<void> {
  const folder = process.env[variable];
  if (folder === undefined) return;
  const name = randomUUID();
  writeFileSync(join(folder, `${name}.log`), world.logs);
  const tables = await world.sql(
    `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
     WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
  );
  const dump: string[] = [];
  for (const table of tables) {
    const rows = await world.sql(`SELECT t::text AS row FROM ${String(table['name'])} t`);
    dump.push(String(table['name']), ...rows.map(({ row }) => String(row)));
  }
  writeFileSync(join(folder, `${name}.dump`), dump.join('\n'));
}

/**
 * At the end of a run: looks through all logs and dumps.
 * @throws {Error} naming the file and the secret's first characters, when one stands somewhere
 */
export function endSecretsCheck(): void {
  const folder = process.env[variable];
  if (folder === undefined) return;
  delete process.env[variable];
  const files = readdirSync(folder).map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
  rmSync(folder, { recursive: true });
  const kept = files.filter(({ name }) => name !== 'secrets');
  const noted = files.find(({ name }) => name === 'secrets')?.text ?? '';
  const secrets = [...new Set(noted.split('\n').filter(Boolean))].map((line) => JSON.parse(line) as string);
  const found = kept.flatMap(({ name, text }) =>
    secrets
      .filter((secret) => writtenForms(secret).some((form) => text.includes(form)))
      .map((secret) => `${name}: ${secret.slice(0, 4)}…`),
  );
  console.log(`secrets of the run: ${secrets.length} looked for in ${kept.length} logs and dumps`);
  if (found.length > 0) throw new Error(`secrets stand in clear:\n${found.join('\n')}`);
}
