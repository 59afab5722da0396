import { accessSync, constants, mkdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import process from 'node:process';
import { toolsDir } from './paths.mjs';

/** How npm itself is run: by the file that runs us when npm does, by name otherwise. Read before it is removed below. */
export const npm = npmCommand();

function npmCommand() {
  const path = process.env.npm_execpath;
  // Under `pnpm test` or `yarn test` the variable names another program.
  if (path !== undefined && /npm-cli\.c?js$/.test(path)) return { command: process.execPath, args: [path] };
  return process.platform === 'win32' ? { command: 'npm.cmd', args: [] } : { command: 'npm', args: [] };
}

/**
 * The environment of everything we run. npm's own variables would configure the npm and pnpm that we run; NODE_ENV is
 * for each program to decide; telemetry is off.
 * @param {Record<string, string | undefined>} [more] added last; undefined removes
 * @returns {NodeJS.ProcessEnv}
 */
export function childEnvironment(more = {}) {
  /** @type {NodeJS.ProcessEnv} */
  const env = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (
      !/^(npm_(config|package|lifecycle|node|execpath|command)|INIT_CWD$|NODE_ENV$|FORCE_COLOR$|PNPM_SCRIPT_SRC_DIR$)/i.test(
        name,
      ) ||
      isRegistrySetting(name)
    ) {
      env[name] = value;
    }
  }
  const path = [join(toolsDir, 'node_modules', '.bin'), dirname(process.execPath), process.env.PATH ?? ''];
  return {
    ...env,
    HOME: usableHome(),
    PATH: path.filter(Boolean).join(delimiter),
    NEXT_TELEMETRY_DISABLED: '1',
    TURBO_TELEMETRY_DISABLED: '1',
    DO_NOT_TRACK: '1',
    NO_UPDATE_NOTIFIER: '1',
    // What they write goes to a file.
    NO_COLOR: '1',
    VITE_CONFIG_NATIVE_IGNORE_WARNING: 'true',
    ...more,
  };
}

/**
 * Settings that a person gave npm in the environment, rather than what npm tells its scripts: only the written-down
 * upper-case form is one; npm exports its own in lower case.
 * @param {string} name
 */
function isRegistrySetting(name) {
  return name === 'NPM_CONFIG_REGISTRY' || name === 'NPM_CONFIG_USERCONFIG' || name === 'NPM_CONFIG_CAFILE';
}

/**
 * What tests get: the settings of the product that this shell happens to hold (a port, a data directory, a database
 * that is not for tests) must not change what they find.
 * @param {string} testDatabaseUrl
 * @returns {Record<string, string | undefined>} to be added to the environment
 */
export function testEnvironment(testDatabaseUrl) {
  const ours = /^(SWITCHROOM_|GATEWAY_|DATABASE_URL$|PORT$|LOG_LEVEL$)/;
  const cleared = Object.keys(process.env).filter((name) => ours.test(name));
  return { ...Object.fromEntries(cleared.map((name) => [name, undefined])), TEST_DATABASE_URL: testDatabaseUrl };
}

/** pnpm and browsers want a home; a service account may have none that it can write to. */
function usableHome() {
  const home = process.env.HOME;
  if (process.platform === 'win32') return home;
  if (home) {
    try {
      accessSync(home, constants.W_OK);
      return home;
    } catch {
      // Falls through to one of our own.
    }
  }
  const own = join(toolsDir, 'home');
  mkdirSync(own, { recursive: true });
  return own;
}

/** The value of a setting, or undefined when it is unset or empty. @param {string} name */
export function setting(name) {
  const value = process.env[name]?.trim();
  return value === '' ? undefined : value;
}
