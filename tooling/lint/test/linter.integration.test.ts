import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const lines = (count: number) =>
  Array.from({ length: count }, (_, index) => `export const value${index} = ${index};\n`).join('');

/** rule, file, content: the linter has to report the rule in the file. */
const bad: [string, string, string][] = [
  [
    'no-floating-promises',
    'apps/gateway/src/a.ts',
    'async function save() {}\nexport function run() {\n  save();\n}\n',
  ],
  [
    'no-misused-promises',
    'apps/gateway/src/b.ts',
    'async function f() {\n  return true;\n}\nexport function run() {\n  return [1].filter(async () => f());\n}\n',
  ],
  ['await-thenable', 'apps/gateway/src/c.ts', 'export async function run() {\n  return await 5;\n}\n'],
  [
    'switch-exhaustiveness-check',
    'apps/gateway/src/d.ts',
    "export function f(x: 'a' | 'b') {\n  switch (x) {\n    case 'a':\n      return 1;\n  }\n  return 2;\n}\n",
  ],
  ['no-explicit-any', 'packages/contracts/src/a.ts', 'export const x: any = 1;\n'],
  ['no-non-null-assertion', 'packages/contracts/src/b.ts', 'export const f = (x?: { y: number }) => x!.y;\n'],
  ['ban-ts-comment', 'packages/contracts/src/c.ts', '// @ts-ignore\nexport const x = 1;\n'],
  ['only-throw-error', 'packages/contracts/src/d.ts', "export function f() {\n  throw 'text';\n}\n"],
  ['no-process-env', 'apps/gateway/src/e.ts', 'export const x = process.env.PORT;\n'],
  ['no-process-env', 'apps/portal/src/e.ts', "export const x = process.env['PORT'];\n"],
  ['no-cycle', 'apps/gateway/src/cycle-a.ts', "import { b } from './cycle-b';\nexport const a = () => b();\n"],
  ['max-lines', 'apps/gateway/src/long.ts', lines(401)],
  ['filename-case', 'apps/gateway/src/camelCase.ts', 'export const x = 1;\n'],
  ['filename-case', 'packages/ui/src/components/Button.tsx', 'export const x = 1;\n'],
  [
    'no-restricted-imports',
    'apps/portal/src/f.ts',
    "import { appRouter } from '@switchroom/gateway/router';\nexport const x = appRouter;\n",
  ],
  ['no-restricted-imports', 'apps/portal/src/g.ts', "import pg from 'pg';\nexport const x = pg;\n"],
  [
    'no-restricted-imports',
    'packages/ui/src/components/h.tsx',
    "import { x } from '@switchroom/contracts';\nexport const y = x;\n",
  ],
  [
    'no-restricted-imports',
    'apps/gateway/src/capabilities/pbxs/pbxs.service.ts',
    "import { TRPCError } from '@trpc/server';\nexport const x = TRPCError;\n",
  ],
  [
    'no-restricted-vi-methods',
    'apps/gateway/src/i.test.ts',
    "import { expect, it, vi } from 'vitest';\nvi.mock('./db');\nit('x', () => {\n  expect(1).toBe(1);\n});\n",
  ],
  [
    'no-focused-tests',
    'apps/gateway/src/j.test.ts',
    "import { expect, it } from 'vitest';\nit.only('x', () => {\n  expect(1).toBe(1);\n});\n",
  ],
  [
    'no-disabled-tests',
    'apps/gateway/src/k.test.ts',
    "import { expect, it } from 'vitest';\nit.skip('x', () => {\n  expect(1).toBe(1);\n});\n",
  ],
  ['no-warning-comments', 'apps/gateway/src/l.ts', '// TODO: later\nexport const x = 1;\n'],
  ['no-unused-vars', 'apps/gateway/src/m.ts', 'const x = 1;\nexport const y = 2;\n'],
  ['no-empty', 'apps/gateway/src/n.ts', 'export function f() {\n  try {\n    JSON.parse("");\n  } catch {}\n}\n'],
  [
    'exhaustive-deps',
    'packages/ui/src/components/o.tsx',
    "import { useEffect } from 'react';\nexport function O({ x }: { x: number }) {\n  useEffect(() => {\n    document.title = String(x);\n  }, []);\n  return null;\n}\n",
  ],
];

/** What the same rules must leave alone. */
const good: [string, string][] = [
  ['apps/gateway/src/env.ts', 'export const x = process.env.PORT;\n'],
  ['scripts/lib/a.mjs', 'export const x = process.env.PORT;\n'],
  ['e2e/setup/a.ts', 'export const x = process.env.CHROMIUM_PATH;\n'],
  ['apps/gateway/src/db/schema/long.ts', lines(401)],
  ['packages/contracts/src/apps/catalogue.ts', lines(401)],
  ['apps/gateway/src/long-enough.ts', lines(399)],
  [
    'apps/portal/src/p.ts',
    "import type { AppRouter } from '@switchroom/gateway/router';\nexport type Router = AppRouter;\n",
  ],
  ['apps/portal/src/app/[organisation]/page.tsx', 'export default function Page() {\n  return null;\n}\n'],
  ['apps/gateway/src/api/trpc.ts', "import { TRPCError } from '@trpc/server';\nexport const x = TRPCError;\n"],
  [
    'apps/gateway/src/q.ts',
    'async function save() {}\nexport async function run() {\n  await save();\n  void save();\n}\n',
  ],
];

let root: string;
let reported: Map<string, Set<string>>;

function write(file: string, content: string) {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), content);
}

/** Runs the linter on the tree as `npm test` does: the rules it reports, by file. */
function lint(): Map<string, Set<string>> {
  const result = spawnSync(
    process.execPath,
    [join(repository, 'node_modules/oxlint/bin/oxlint'), '--type-aware', '--deny-warnings', '--format=json', '.'],
    { cwd: root, encoding: 'utf8', maxBuffer: 50 * 1024 * 1024 },
  );
  expect(result.stderr).not.toMatch(/error|failed/i);
  const report: unknown = JSON.parse(result.stdout);
  const { diagnostics } = report as { diagnostics: { code: string; filename: string }[] };
  const byFile = new Map<string, Set<string>>();
  for (const { code, filename } of diagnostics) {
    const rules = byFile.get(filename) ?? new Set();
    rules.add(code.replace(/^.*\((.*)\)$/, '$1'));
    byFile.set(filename, rules);
  }
  return byFile;
}

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'switchroom-lint-'));
  copyFileSync(join(repository, '.oxlintrc.json'), join(root, '.oxlintrc.json'));
  write(
    'tsconfig.json',
    JSON.stringify({
      compilerOptions: {
        strict: true,
        target: 'es2023',
        module: 'esnext',
        moduleResolution: 'bundler',
        jsx: 'react-jsx',
        types: [],
        skipLibCheck: true,
      },
    }),
  );
  for (const [, file, content] of bad) write(file, content);
  for (const [file, content] of good) write(file, content);
  // The other half of the cycle, which is reported in both.
  write('apps/gateway/src/cycle-b.ts', "import { a } from './cycle-a';\nexport const b = (): number => a();\n");
  reported = lint();
});
afterAll(() => {
  rmSync(root, { recursive: true });
});

describe('the linter reports', () => {
  it.each(bad)('%s in %s', (rule, file) => {
    expect([...(reported.get(file) ?? [])]).toContain(rule);
  });
});

describe('the linter leaves alone', () => {
  it.each(good)('%s', (file) => {
    expect([...(reported.get(file) ?? [])]).toEqual([]);
  });
});
