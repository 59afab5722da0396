import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const skipped = new Set([
  'node_modules',
  'dist',
  '.next',
  '.git',
  '.tools',
  '.data',
  '.turbo',
  'coverage',
  'artifacts',
  'test-results',
]);

/**
 * @typedef {object} Finding
 * @property {string} file relative to the repository, with forward slashes
 * @property {number} [line]
 * @property {string} rule
 * @property {string} message what is wrong, and what to do instead
 */

/**
 * Every file of a tree, as paths relative to its root with forward slashes, sorted.
 * @param {string} root
 * @param {string} [below]
 * @returns {string[]}
 */
export function sourceFiles(root, below = '') {
  return readdirSync(join(root, below), { withFileTypes: true })
    .flatMap((entry) => {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) return skipped.has(entry.name) ? [] : sourceFiles(root, path);
      return entry.isFile() ? [path] : [];
    })
    .sort();
}
