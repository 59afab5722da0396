/**
 * @typedef {object} Import
 * @property {string} specifier
 * @property {boolean} typeOnly erased when compiled
 * @property {number} line
 */

const pattern =
  /(?:^|[;\n])\s*(?:import|export)\s+(type\s+)?(?:[\w*{}\s,$]+?\sfrom\s*)?['"]([^'"\n]+)['"]|\b(?:import|require)\(\s*['"]([^'"\n]+)['"]\s*\)/g;

/**
 * The imports of a module. Reads text, not a syntax tree: imports stand at the start of a statement in every formatted
 * file, and comments are taken out first.
 * @param {string} source
 * @returns {Import[]}
 */
export function importsOf(source) {
  const code = source
    .replace(/\/\*[^]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
    .replace(/^\s*\/\/.*$/gm, '');
  return [...code.matchAll(pattern)].map((match) => {
    const before = code.slice(0, match.index + match[0].length);
    return {
      specifier: match[2] ?? match[3] ?? '',
      typeOnly: match[1] !== undefined || everyNameIsType(match[0]),
      line: before.split('\n').length,
    };
  });
}

/**
 * `import { type A, type B } from` is erased like `import type`.
 * @param {string} statement
 */
function everyNameIsType(statement) {
  const names = /\{([^}]*)\}\s*from/.exec(statement)?.[1];
  if (names === undefined || /\bimport\s+\w+\s*,/.test(statement)) return false;
  const list = names
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  return list.length > 0 && list.every((name) => name.startsWith('type '));
}
