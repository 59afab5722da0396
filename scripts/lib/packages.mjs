import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';
import { listFiles } from './stamps.mjs';

/**
 * @typedef {object} TestedPackage
 * @property {string} name without the scope
 * @property {string} dir
 * @property {string[]} unit test files
 * @property {string[]} integration test files
 */

/** Every package that is tested with vitest, and its test files. @returns {TestedPackage[]} */
export function testedPackages() {
  const dirs = ['packages', 'apps', 'tooling'].flatMap((group) =>
    readdirSync(join(root, group)).map((name) => join(root, group, name)),
  );
  return [...dirs, join(root, 'scripts'), join(root, 'bench')].flatMap((dir) => {
    const manifest = join(dir, 'package.json');
    if (!existsSync(manifest)) return [];
    const { name, devDependencies = {} } = JSON.parse(readFileSync(manifest, 'utf8'));
    if (!('vitest' in devDependencies)) return [];
    const files = listFiles(dir, (path) => /\.test\.[cm]?tsx?$/.test(path));
    const integration = files.filter((path) => /\.integration\.test\./.test(path));
    return [
      {
        name: String(name).replace(/^@switchroom\//, ''),
        dir,
        integration,
        unit: files.filter((path) => !integration.includes(path)),
      },
    ];
  });
}
