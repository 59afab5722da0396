import { createReadStream, createWriteStream, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { auditExportFormats } from '@switchroom/contracts';
import { eq, sql } from 'drizzle-orm';
import { createAuditLog } from './audit/audit-log';
import type { BrokenChain } from './audit/chain-verdict';
import { type KnownCheckpoint, readCheckpointFile } from './audit/checkpoint-file';
import { ownWork } from './audit/own-work';
import { verifyChain } from './audit/verify-chain';
import { verifyLines } from './audit/verify-file';
import { readRetentionReport } from './call-history/report-file';
import { exportEntries } from './capabilities/audit-trail/export-entries';
import { createDatabase, type Database, systemScope } from './db/database';
import { assertMigrated } from './db/migrate';
import { auditSigningKeys, organisations } from './db/schema/index';
import { readDatabaseUrl } from './env';

const usage = `npm run audit -- verify [--organisation ID] [--checkpoint FILE]...
    checks the chain of every organisation, or of one and everything below it
npm run audit -- verify --file EXPORT.jsonl [--checkpoint FILE]...
    checks an export in JSON lines, without a database
npm run audit -- verify --report REPORT.json [--checkpoint FILE]
    checks the signature of a retention report, and that its key is the one of a checkpoint that was kept
npm run audit -- export [--organisation ID] [--format jsonl|csv] [--output FILE]
    writes the log of everything, or of one organisation and everything below it
`;

/** A wrong command line: one sentence, and how it should be. */
class UsageError extends Error {
  override readonly name = 'UsageError';
}

const say = (text: string) => process.stdout.write(`${text}\n`);

async function main(): Promise<number> {
  const { values, positionals } = read();
  const kept = (values.checkpoint ?? []).map((file) => readCheckpointFile(readFileSync(file, 'utf8')).checkpoint);
  const [verb] = positionals;
  if (verb === 'verify' && values.report !== undefined) return verifyReport(values.report, kept);
  if (verb === 'verify' && values.file !== undefined) return await verifyFile(values.file, kept);
  if (verb !== 'verify' && verb !== 'export') throw new UsageError('There are: verify and export.');
  const url = readDatabaseUrl();
  await assertMigrated(url);
  const db = createDatabase({ url, applicationName: 'switchroom-audit', max: 2 });
  try {
    const top = await topOf(db, values.organisation);
    if (verb === 'verify') return await verifyAll(db, top.path, kept);
    const format = auditExportFormats.find((one) => one === (values.format ?? 'jsonl'));
    if (format === undefined) throw new UsageError('--format is jsonl or csv.');
    const upTo = new Date();
    await db.inScope(systemScope, (tx) =>
      createAuditLog().append(
        tx,
        { ...ownWork(top.id), actor: { id: 'command-line', name: userInfo().username }, address: 'command line' },
        { action: 'audit.export', target: { kind: 'audit-log', id: top.id, name: top.name }, after: { format } },
      ),
    );
    const pieces = exportEntries(db, { path: top.path }, undefined, format, upTo);
    const target = values.output === undefined ? process.stdout : createWriteStream(values.output, { mode: 0o600 });
    await pipeline(Readable.from(pieces), target, { end: values.output !== undefined });
    return 0;
  } finally {
    await db.close();
  }
}

function read() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        organisation: { type: 'string' },
        checkpoint: { type: 'string', multiple: true },
        file: { type: 'string' },
        report: { type: 'string' },
        format: { type: 'string' },
        output: { type: 'string' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** The organisation that was named, or what stands for everything: the provider, with the scope of the whole system. */
async function topOf(db: Database, id: string | undefined): Promise<{ id: string; name: string; path: string }> {
  const rows = await db.inScope(systemScope, (tx) =>
    tx
      .select({ id: organisations.id, name: organisations.name, path: organisations.path })
      .from(organisations)
      .where(id === undefined ? sql`${organisations.parentId} is null` : eq(sql`${organisations.id}::text`, id))
      .orderBy(organisations.createdAt)
      .limit(1),
  );
  const found = rows[0];
  if (found === undefined)
    throw new Error(id === undefined ? 'There is no organisation yet.' : `There is no organisation ${id}.`);
  return id === undefined ? { ...found, path: '/' } : found;
}

async function verifyAll(db: Database, path: string, kept: readonly KnownCheckpoint[]): Promise<number> {
  const scope = { path };
  const chains = await db.inScope(scope, (tx) =>
    tx.select({ id: organisations.id, name: organisations.name }).from(organisations).orderBy(organisations.path),
  );
  let broken = 0;
  const keys = await db.inScope(systemScope, (tx) => tx.select().from(auditSigningKeys));
  for (const checkpoint of kept) {
    if (!chains.some(({ id }) => id === checkpoint.organisationId)) {
      broken += 1;
      say(
        `BROKEN  A checkpoint file is about the organisation ${checkpoint.organisationId}, which is not among these.`,
      );
    } else if (!keys.some(({ publicKey }) => publicKey.trim() === checkpoint.publicKey?.trim())) {
      broken += 1;
      say(`BROKEN  The key of the checkpoint file for entry ${checkpoint.seq} is not in this database.`);
    }
  }
  for (const { id, name } of chains) {
    const verdict = await db.inScope(scope, (tx) => verifyChain(tx, id, { kept }));
    if (verdict.ok) {
      const purged = verdict.from > 1 ? `, entries 1 to ${verdict.from - 1} purged up to a signed checkpoint` : '';
      say(`ok      ${name} (${id}): ${verdict.entries} entries, ${verdict.checkpoints} signatures${purged}`);
    } else {
      broken += 1;
      say(`BROKEN  ${name} (${id}): ${describe(verdict)}`);
    }
  }
  say(
    broken === 0
      ? `All ${chains.length} chains hold.`
      : `${broken} of ${chains.length} chains or checkpoints do not hold.`,
  );
  return broken === 0 ? 0 : 1;
}

async function verifyFile(file: string, kept: readonly KnownCheckpoint[]): Promise<number> {
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });
  const verdict = await verifyLines(lines, kept);
  if (verdict.ok) {
    say(`ok      ${verdict.entries} entries, ${verdict.linked} links between neighbours`);
    return 0;
  }
  if (verdict.problem === 'ends-early') {
    const { checkpoint, lastSeq } = verdict;
    const ends = lastSeq === undefined ? 'has no entries' : `ends at entry ${lastSeq}`;
    say(
      `BROKEN  the file ${ends} of ${checkpoint.organisationId}, and a checkpoint of ${checkpoint.at.toISOString()} ` +
        `knows entry ${checkpoint.seq}: it was cut off, or exported earlier, or with a filter`,
    );
    return 1;
  }
  const { entry } = verdict;
  const which = entry && ` (entry ${entry.seq} of ${entry.organisationId}, ${entry.at.toISOString()}, ${entry.id})`;
  say(`BROKEN  line ${verdict.line}${which ?? ''}: ${verdict.problem}`);
  return 1;
}

function verifyReport(file: string, kept: readonly KnownCheckpoint[]): number {
  const { report, key } = readRetentionReport(readFileSync(file, 'utf8'));
  const own = kept.map(({ publicKey }) => publicKey?.trim());
  if (own.length > 0 && !own.includes(key.publicKey.trim())) {
    say('BROKEN  the report is signed with a key that no checkpoint knows');
    return 1;
  }
  say(`ok      ${report.organisation.name}, ${report.at}: ${report.stores.length} stores, signed with key ${key.id}`);
  return 0;
}

const problems: Record<BrokenChain['problem'], string> = {
  changed: 'was changed',
  deleted: 'is missing',
  reordered: 'was written at another place of the chain',
  inserted: 'was put in between later',
  unlinked: 'does not follow the entry before it',
  'cut-off': 'is missing at the end, and a checkpoint knows it',
  rewritten: 'is not the one that a checkpoint knows: the chain was written anew',
  signature: 'has a checkpoint that this installation did not sign',
};

function describe({ seq, at, id, problem }: BrokenChain): string {
  const about = problem === 'deleted' ? 'the next one is of' : problem === 'cut-off' ? 'the checkpoint is of' : 'of';
  const where = at === null ? '' : ` (${about} ${at.toISOString()}${id === null ? '' : `, ${id}`})`;
  return `entry ${seq} ${problems[problem]}${where}`;
}

/** Last, when everything above is there. Exit code: 0 everything holds, 1 a chain is broken or the command failed, 2 the command line is wrong. */
try {
  process.exitCode = await main();
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(error instanceof UsageError ? `${message}\n${usage}` : `${message}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
