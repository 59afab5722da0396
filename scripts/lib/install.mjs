import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { runChild } from './child.mjs';
import { checkFreeSpace } from './checks.mjs';
import { npm } from './environment.mjs';
import { UserError } from './errors.mjs';
import { phase } from './output.mjs';
import { makeDir, root, toolsDir } from './paths.mjs';
import { hashOf, listFiles, removeStamp, stampMatches, writeStamp } from './stamps.mjs';

/** node_modules takes 1.1 GB, the store it is linked from little more. */
const SPACE_MB = 2500;

/** The pinned version, as packageManager says it. */
function pnpmVersion() {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const match = /^pnpm@(\d+\.\d+\.\d+)/.exec(String(packageManager));
  if (match?.[1] === undefined) throw new UserError('packageManager in package.json has to be pnpm@<version>.');
  return match[1];
}

/** Installs pnpm and every dependency, when that has not been done for these very files. */
export async function install() {
  const version = pnpmVersion();
  const manifests = listFiles(root, (path) => path.endsWith('/package.json') || path.endsWith('\\package.json'));
  const inputs = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', '.npmrc'].map((name) => join(root, name));
  const hash = hashOf([...inputs, ...manifests], [process.version, process.platform, process.arch]);
  const installed = existsSync(join(root, 'node_modules', '.modules.yaml')) && pnpmIs(version);
  if (installed && stampMatches('install', hash)) return;
  removeStamp('install');
  checkFreeSpace(root, SPACE_MB, 'installing the dependencies');
  if (!pnpmIs(version)) {
    await phase('package manager', async () => {
      makeDir(toolsDir);
      await runChild({
        name: 'install-pnpm',
        command: npm.command,
        args: [
          ...npm.args,
          'install',
          '--prefix',
          toolsDir,
          '--no-save',
          '--no-audit',
          '--no-fund',
          '--loglevel=warn',
          `pnpm@${version}`,
        ],
        env: retries('npm'),
        explain: explainInstall,
      });
      return `pnpm ${version}`;
    });
  }
  await phase('dependencies', () =>
    runChild({
      name: 'install',
      command: pnpm,
      args: ['install', '--frozen-lockfile'],
      // Without a terminal it must not ask whether to replace a node_modules of another version.
      env: { CI: 'true', ...retries('pnpm') },
      explain: explainInstall,
    }),
  );
  writeStamp('install', hash);
}

/** The pinned pnpm. */
export const pnpm = join(toolsDir, 'node_modules', '.bin', process.platform === 'win32' ? 'pnpm.cmd' : 'pnpm');

/** @param {string} version */
function pnpmIs(version) {
  const manifest = join(toolsDir, 'node_modules', 'pnpm', 'package.json');
  return existsSync(manifest) && existsSync(pnpm) && JSON.parse(readFileSync(manifest, 'utf8')).version === version;
}

/**
 * A hiccup of the network is sat out; without a network the answer comes in seconds instead of minutes.
 * @param {'npm' | 'pnpm'} tool
 */
function retries(tool) {
  const setting = `${tool}_config_fetch_retr`;
  return { [`${setting}ies`]: '3', [`${setting}y_mintimeout`]: '1000', [`${setting}y_maxtimeout`]: '4000' };
}

/** @param {string} output */
function explainInstall(output) {
  const tail = output.trim().split('\n').slice(-12).join('\n');
  if (
    /ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ERR_SOCKET_TIMEOUT|META_FETCH_FAIL|dns error|error sending request|network/i.test(
      output,
    )
  ) {
    return `${tail}\n\nThe npm registry cannot be reached. The first run needs the network (or a registry set in ~/.npmrc); later runs do not.`;
  }
  if (/ENOSPC|No space left/i.test(output)) return `${tail}\n\nThe disk is full: free some space and run it again.`;
  if (/EACCES|EPERM|EROFS/.test(output))
    return `${tail}\n\nThis user may not write to ${root}: use a checkout of its own.`;
  return undefined;
}
