import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { runChild } from './child.mjs';
import { checkFreeSpace } from './checks.mjs';
import { pnpm } from './install.mjs';
import { phase } from './output.mjs';
import { root } from './paths.mjs';
import { hashOf, listFiles, removeStamp, stampMatches, writeStamp } from './stamps.mjs';

const SPACE_MB = 600;

/** What can be built by itself, the folders it is built from, and what must exist afterwards. */
const targets = {
  everything: {
    filters: ['@switchroom/portal', '@switchroom/gateway', '@switchroom/mock-pbx'],
    sources: ['apps', 'packages', 'tooling/typescript'],
    outputs: [
      'apps/gateway/dist/main.mjs',
      'apps/gateway/dist/migrate.mjs',
      'apps/gateway/dist/seed-demo.mjs',
      'apps/portal/.next/BUILD_ID',
      'packages/mock-pbx/dist/cli.mjs',
      'packages/mock-pbx/dist/demo-fleet.mjs',
    ],
  },
  gateway: {
    filters: ['@switchroom/gateway'],
    sources: ['apps/gateway', 'packages', 'tooling/typescript'],
    outputs: [
      'apps/gateway/dist/main.mjs',
      'apps/gateway/dist/migrate.mjs',
      'apps/gateway/dist/audit.mjs',
      'apps/gateway/dist/keys.mjs',
    ],
  },
  'mock-pbx': {
    filters: ['@switchroom/mock-pbx'],
    sources: ['packages/mock-pbx', 'packages/protocol', 'tooling/typescript'],
    outputs: ['packages/mock-pbx/dist/cli.mjs'],
  },
};

/**
 * Builds, when the sources differ from those of the last build.
 * @param {keyof typeof targets} name
 * @param {{ always?: boolean }} [options] always: let turbo decide; it notices results that were made by hand
 */
export async function build(name, { always = false } = {}) {
  const target = targets[name];
  const isSource = (/** @type {string} */ path) =>
    !/\.(test|spec)\.[cm]?tsx?$|\.tsbuildinfo$|next-env\.d\.ts$|\.md$/.test(path);
  const files = target.sources.flatMap((dir) => listFiles(join(root, dir), isSource));
  const hash = hashOf([...files, join(root, 'pnpm-lock.yaml'), join(root, 'turbo.json')], [process.version]);
  const outputs = target.outputs.map((path) => join(root, path));
  const stamp = `build-${name}`;
  if (!always && stampMatches(stamp, hash) && outputs.every((path) => existsSync(path))) return;
  removeStamp(stamp);
  checkFreeSpace(root, SPACE_MB, 'building');
  await phase('build', async () => {
    await turbo('build', ['build', ...target.filters.map((filter) => `--filter=${filter}`)]);
    const missing = target.outputs.filter((path) => !existsSync(join(root, path)));
    if (missing.length > 0) throw new Error(`the build did not make ${missing.join(', ')}`);
  });
  writeStamp(stamp, hash);
}

/**
 * Runs turbo tasks on two cores' worth of processes.
 * @param {string} name names the log
 * @param {string[]} args
 */
export async function turbo(name, args) {
  await runChild({
    name,
    command: pnpm,
    args: ['exec', 'turbo', 'run', '--concurrency=2', '--output-logs=errors-only', '--log-order=grouped', ...args],
  });
}
