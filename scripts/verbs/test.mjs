import { mkdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import process from 'node:process';
import { findBrowser } from '../lib/browser.mjs';
import { build, turbo } from '../lib/build.mjs';
import { runChild } from '../lib/child.mjs';
import { openTestDatabase } from '../lib/database.mjs';
import { testEnvironment } from '../lib/environment.mjs';
import { messageOf, UserError } from '../lib/errors.mjs';
import { install, pnpm } from '../lib/install.mjs';
import { phase, say } from '../lib/output.mjs';
import { testedPackages } from '../lib/packages.mjs';
import { logsDir } from '../lib/paths.mjs';
import { add, none, playwrightCounts, summaryLine, table, vitestCounts } from '../lib/reports.mjs';
import { isStopping } from '../lib/shutdown.mjs';

const parts = /** @type {const} */ (['static', 'unit', 'integration', 'e2e']);

/** @typedef {import('../lib/reports.mjs').Counts} Counts */

/** What went wrong besides the tests themselves. @type {string[]} */
const problems = [];

/**
 * `npm test`: everything; `npm test -- static unit` and the like: parts of it.
 * @param {string[]} args
 */
export async function run(args) {
  const unknown = args.filter((arg) => !parts.some((part) => part === arg));
  if (unknown.length > 0)
    throw new UserError(`npm test knows the parts ${parts.join(', ')}, not ${unknown.join(', ')}.`);
  const wanted = new Set(args.length === 0 ? parts : args);
  const reports = join(logsDir(), 'reports');
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });

  await install();
  if (wanted.has('static')) await staticChecks();
  /** @type {[string, Counts][]} */
  const rows = [];
  if (wanted.has('unit')) rows.push(['unit', await vitest('unit', reports, testEnvironment(''))]);
  if (wanted.has('integration') || wanted.has('e2e')) {
    const database = await phase('test database', openTestDatabase);
    say(`  ${database.description}`);
    const env = testEnvironment(database.url);
    const built = await attempt('build', () => build('everything', { always: true }));
    if (wanted.has('integration')) rows.push(['integration', await vitest('integration', reports, env)]);
    if (wanted.has('e2e')) rows.push(['e2e', built ? await endToEnd(reports, env) : { ...none(), failed: 1 }]);
  }
  return conclude(rows);
}

/** Everything that looks at the sources without running them. All of it runs, also when one part fails. */
async function staticChecks() {
  const tool = (/** @type {string[]} */ ...args) => ({ command: pnpm, args: ['exec', ...args] });
  await check('format', tool('biome', 'format', '.'));
  await check('lint', tool('oxlint', '--type-aware', '--deny-warnings', '.'));
  await check('house rules', { command: process.execPath, args: ['tooling/lint/src/cli.mjs'] });
  await attempt('typecheck', () => phase('typecheck', () => turbo('typecheck', ['typecheck'])));
  await check('unused code', tool('knip'));
}

/**
 * @param {string} name
 * @param {{ command: string, args: string[] }} options
 */
async function check(name, options) {
  await attempt(name, () =>
    phase(name, async () => void (await runChild({ name: name.replaceAll(' ', '-'), ...options }))),
  );
}

/**
 * Runs something that may fail without ending the rest.
 * @param {string} name
 * @param {() => Promise<unknown>} work
 * @returns {Promise<boolean>} did it work
 */
async function attempt(name, work) {
  if (isStopping()) throw new UserError('stopped');
  try {
    await work();
    return true;
  } catch (error) {
    say(messageOf(error));
    problems.push(name);
    return false;
  }
}

/**
 * Runs the tests of one kind, package by package: two cores are not more than one vitest keeps busy.
 * @param {'unit' | 'integration'} kind
 * @param {string} reports
 * @param {Record<string, string | undefined>} env
 * @returns {Promise<Counts>}
 */
async function vitest(kind, reports, env) {
  let counts = none();
  for (const { name, dir, ...files } of testedPackages()) {
    if (files[kind].length === 0) continue;
    const report = join(reports, `${kind}-${name}.json`);
    await attempt(`${kind} ${name}`, () =>
      phase(`${kind} ${name}`, async () => {
        try {
          await runChild({
            name: `${kind}-${name}`,
            command: process.execPath,
            args: [
              join(dir, 'node_modules/vitest/vitest.mjs'),
              'run',
              // Vitest takes them as filters: what the package itself excludes stays out.
              ...files[kind].map((file) => relative(dir, file)),
              '--reporter=default',
              '--reporter=json',
              `--outputFile.json=${report}`,
              '--maxWorkers=2',
            ],
            cwd: dir,
            env,
          });
        } finally {
          counts = add(counts, vitestCounts(report));
        }
        const { passed, skipped } = vitestCounts(report);
        if (passed === 0)
          throw new UserError(`${name} has ${files[kind].length} ${kind} test files, and no test of them ran.`);
        return `${passed} passed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
      }),
    );
  }
  return counts;
}

/**
 * @param {string} reports
 * @param {Record<string, string | undefined>} env
 * @returns {Promise<Counts>}
 */
async function endToEnd(reports, env) {
  const report = join(reports, 'e2e.json');
  await attempt('e2e', async () => {
    const browser = await phase('browser', findBrowser);
    await phase('e2e', async () => {
      await runChild({
        name: 'e2e',
        command: pnpm,
        args: ['--filter', '@switchroom/e2e', 'e2e', '--reporter=list,json'],
        env: { ...env, CHROMIUM_PATH: browser, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
      });
      return `${playwrightCounts(report).passed} passed`;
    });
  });
  return playwrightCounts(report);
}

/**
 * @param {[string, Counts][]} rows
 * @returns {number}
 */
function conclude(rows) {
  if (isStopping()) throw new UserError('stopped');
  const total = rows.reduce((sum, [, counts]) => add(sum, counts), none());
  for (const [name, { passed, failed }] of rows) if (passed + failed === 0) problems.push(`${name}: no test ran`);
  say('');
  for (const line of table(rows)) say(line);
  if (problems.length > 0) say(`\nFailed: ${problems.join(', ')}. Logs: ${logsDir()}`);
  say('');
  process.exitCode = problems.length > 0 || total.failed > 0 ? 1 : 0;
  // The very last line, so it is written when everything is stopped.
  process.once('exit', () => process.stdout.write(`${summaryLine(total)}\n`));
  return process.exitCode;
}
