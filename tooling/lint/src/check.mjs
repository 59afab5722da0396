import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { checkAgentsPaths } from './agents-paths.mjs';
import { sourceFiles } from './files.mjs';
import { checkForbiddenText } from './forbidden-text.mjs';
import { checkImportDirections } from './import-directions.mjs';
import { checkSecurityTable } from './security-table.mjs';

/**
 * Runs every rule of ours on a tree.
 * @param {string} root
 * @returns {import('./files.mjs').Finding[]}
 */
export function checkTree(root) {
  return sourceFiles(root).flatMap((file) => {
    if (!/\.([cm]?[jt]sx?|css|md|json|ya?ml)$/.test(file)) return [];
    const text = readFileSync(join(root, file), 'utf8');
    return [
      ...checkImportDirections(file, text),
      ...checkForbiddenText(file, text),
      ...(namesPaths(file) ? checkAgentsPaths(root, file, text) : []),
      ...(/^docs\/security\/asvs-[\d.]+\.md$/.test(file) ? checkSecurityTable(file, text) : []),
    ];
  });
}

/**
 * Documents that point into the sources, and would mislead when a file has moved.
 * @param {string} file
 */
function namesPaths(file) {
  return basename(file) === 'AGENTS.md' || (file.startsWith('docs/security/') && file.endsWith('.md'));
}
