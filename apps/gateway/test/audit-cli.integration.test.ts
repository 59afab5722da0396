import { execFile } from 'node:child_process';
import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startProcess } from '@switchroom/testkit/process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { canonicalJson } from '../src/audit/canonical';
import { toCheckpointFile } from '../src/audit/checkpoint-file';
import { TestLog } from '../src/audit/testing/chain';
import { retentionReportKind } from '../src/call-history/report-file';
import { createTree, type GatewayDatabase, gatewayDatabase, type TestTree } from './factories/index';

const root = fileURLToPath(new URL('..', import.meta.url));
let dist: string;
let base: GatewayDatabase;
let tree: TestTree;
let log: TestLog;

beforeAll(async () => {
  dist = mkdtempSync(join(root, 'node_modules', '.audit-cli-'));
  await promisify(execFile)(process.execPath, ['build.mjs', dist], { cwd: root });
  base = await gatewayDatabase();
  tree = await createTree(base.db);
  log = await TestLog.on(base);
});
afterAll(async () => {
  await base.close();
  rmSync(dist, { recursive: true });
});

async function run(args: string[]) {
  await using running = await startProcess({
    command: process.execPath,
    args: [join(dist, 'audit.mjs'), ...args],
    env: { DATABASE_URL: base.url },
  });
  const { code } = await running.exited;
  return { code, output: running.output() };
}

it('verifies and exports, and ends with 1 when a chain is broken', async () => {
  await log.append(tree.alphaOne, 4);
  const checkpoint = await log.checkpoint(tree.alphaOne);
  if (checkpoint === undefined) throw new Error('no checkpoint was made');
  const folder = mkdtempSync(join(tmpdir(), 'switchroom-audit-'));
  try {
    const file = join(folder, 'checkpoint.json');
    const { keyId: id, publicKey } = log.signer;
    writeFileSync(
      file,
      JSON.stringify(toCheckpointFile(checkpoint, tree.alphaOne, { id, publicKey }, checkpoint.signature)),
    );
    const whole = await run(['verify', '--checkpoint', file]);
    expect(whole.output).toMatch(/ok {6}Alpha One \(.*\): 4 entries, 2 signatures\n/);
    expect(whole.output).toContain('All 6 chains hold.');
    expect(whole.code).toBe(0);

    const exported = join(folder, 'log.jsonl');
    expect(await run(['export', '--organisation', tree.alphaOne.id, '--output', exported])).toMatchObject({ code: 0 });
    expect(await run(['verify', '--file', exported, '--checkpoint', file])).toEqual({
      code: 0,
      output: expect.stringContaining('4 entries, 3 links'),
    });
    expect(await log.entry(tree.alphaOne, 5)).toMatchObject({ action: 'audit.export', address: 'command line' });

    await log.tamper(`UPDATE audit_entries SET actor_name = 'x' WHERE organisation_id = $1 AND seq = 2`, [
      tree.alphaOne.id,
    ]);
    const second = await log.entry(tree.alphaOne, 2);
    const broken = await run(['verify', '--organisation', tree.alpha.id]);
    expect(broken.output).toContain(`entry 2 was changed (of ${second.at.toISOString()}, ${second.id})`);
    expect(broken.output).not.toContain('Beta One');
    expect(broken.code).toBe(1);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('checks a retention report, also against the key of a checkpoint, without a database', async () => {
  await log.append(tree.betaOne, 1);
  const checkpoint = await log.checkpoint(tree.betaOne);
  if (checkpoint === undefined) throw new Error('no checkpoint was made');
  const folder = mkdtempSync(join(tmpdir(), 'switchroom-report-'));
  const file = (name: string, content: unknown) => {
    writeFileSync(join(folder, name), JSON.stringify(content));
    return join(folder, name);
  };
  try {
    const { keyId: id, publicKey } = log.signer;
    const organisation = { id: tree.betaOne.id, name: tree.betaOne.name };
    const report = { organisation, at: '2026-11-21T12:00:00.000Z', stores: [] };
    const signature = log.signer.signReport(retentionReportKind, report).toString('base64');
    const whole = { kind: 'switchroom-retention-report', report, key: { id, publicKey }, signature };
    const kept = file(
      'checkpoint.json',
      toCheckpointFile(checkpoint, tree.betaOne, { id, publicKey }, checkpoint.signature),
    );
    const other = generateKeyPairSync('ed25519', {
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    const text = canonicalJson({ kind: `switchroom report ${retentionReportKind}`, report });
    const forged = {
      ...whole,
      key: { id, publicKey: other.publicKey },
      signature: sign(null, Buffer.from(text), other.privateKey).toString('base64'),
    };
    const verify = (name: string, content: unknown) =>
      run(['verify', '--report', file(name, content), '--checkpoint', kept]);
    expect(await Promise.all([verify('whole.json', whole), verify('forged.json', forged)])).toEqual([
      { code: 0, output: expect.stringContaining('Beta One, 2026-11-21') },
      { code: 1, output: expect.stringContaining('no checkpoint knows') },
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('says how it is used', async () => {
  const { code, output } = await run(['fly']);
  expect(output).toContain('There are: verify and export.');
  expect(code).toBe(2);
});
