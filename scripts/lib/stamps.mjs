import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root, toolsDir } from './paths.mjs';

/** Folders that hold results, not sources. */
const results = new Set([
  'node_modules',
  'dist',
  '.next',
  '.turbo',
  '.git',
  '.tools',
  '.data',
  'coverage',
  'artifacts',
  'test-results',
  'playwright-report',
]);

/**
 * All files below a folder, sorted, without results.
 * @param {string} dir
 * @param {(path: string) => boolean} [wanted]
 * @returns {string[]} absolute paths
 */
export function listFiles(dir, wanted = () => true) {
  if (!existsSync(dir)) return [];
  const found = readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) return results.has(entry.name) ? [] : listFiles(path, wanted);
    return entry.isFile() && wanted(path) ? [path] : [];
  });
  return found.sort();
}

/**
 * @param {string[]} files absolute paths; those that do not exist count as such
 * @param {string[]} facts anything else the result depends on
 */
export function hashOf(files, facts) {
  const hash = createHash('sha256');
  for (const fact of facts) hash.update(`${fact}\0`);
  for (const file of files) {
    hash.update(`${relative(root, file)}\0`);
    hash.update(existsSync(file) ? readFileSync(file) : 'missing');
    hash.update('\0');
  }
  return hash.digest('hex');
}

/** @param {string} name */
const stampFile = (name) => join(toolsDir, `${name}.stamp`);

/**
 * @param {string} name
 * @param {string} hash
 */
export function stampMatches(name, hash) {
  const file = stampFile(name);
  return existsSync(file) && readFileSync(file, 'utf8') === hash;
}

/**
 * @param {string} name
 * @param {string} hash
 */
export function writeStamp(name, hash) {
  mkdirSync(toolsDir, { recursive: true });
  writeFileSync(stampFile(name), hash);
}

/** @param {string} name */
export function removeStamp(name) {
  rmSync(stampFile(name), { force: true });
}
