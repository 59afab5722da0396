import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { sourceFiles } from './files.mjs';

/** @typedef {import('./files.mjs').Finding} Finding */

/** Made by running something; absent in a fresh clone. */
const generated = /(^|\/)(dist|\.next|\.tools|\.data|node_modules|artifacts|coverage)(\/|$)/;
const fileName = /^[\w.-]+\.(md|json|ya?ml|[cm]?[jt]sx?|sql|css)$/;
const path = /^\.{0,2}[\w.@()[\]-]*(\/[\w.@()[\]-]+)+\/?$/;

/**
 * Paths in backticks and link targets of an AGENTS.md must exist: beside it, in its src folder, or from the root, with
 * or without the extension of a module. A file name alone must exist somewhere below the folder of the AGENTS.md.
 * Placeholders (`<noun>`, `*`), package names, routes (a leading slash) and results of a build are no such paths.
 * @param {string} root
 * @param {string} file relative to the root
 * @param {string} text
 * @returns {Finding[]}
 */
export function checkAgentsPaths(root, file, text) {
  const here = dirname(join(root, file));
  return text.split('\n').flatMap((line, index) => {
    const quoted = [...line.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');
    const linked = [...line.matchAll(/\]\(([^)#\s]+)/g)]
      .map((match) => match[1] ?? '')
      .filter((target) => !/^[a-z]+:/.test(target));
    const named = [...quoted.filter((token) => looksLikePath(token)), ...linked];
    return named
      .filter((token) => !exists(root, here, token))
      .map((token) => ({ file, line: index + 1, rule: 'agents-paths', message: `${token} does not exist` }));
  });
}

/**
 * @param {string} root
 * @param {string} here
 * @param {string} token
 */
function exists(root, here, token) {
  const candidates = ['', '.ts', '.tsx', '.mjs'].map((extension) => `${token}${extension}`);
  if (dependencies(here).has(token.split('/')[0] ?? '')) return true;
  if ([here, join(here, 'src'), root].some((base) => candidates.some((name) => existsSync(join(base, name)))))
    return true;
  return fileName.test(token) && sourceFiles(here).some((file) => basename(file) === token);
}

/**
 * The packages that the package there may name, as in `nuqs/server`.
 * @param {string} here
 * @returns {Set<string>}
 */
function dependencies(here) {
  const manifest = join(here, 'package.json');
  if (!existsSync(manifest)) return new Set();
  const { dependencies: runtime = {}, devDependencies: development = {} } = JSON.parse(readFileSync(manifest, 'utf8'));
  return new Set([...Object.keys(runtime), ...Object.keys(development)]);
}

/** @param {string} token */
function looksLikePath(token) {
  if (token.startsWith('/') || token.startsWith('@') || generated.test(token)) return false;
  if (/^(application|text|image)\//.test(token)) return false;
  return fileName.test(token) || path.test(token);
}
