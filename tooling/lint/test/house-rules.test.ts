import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkTree } from '../src/check.mjs';
import { importsOf } from '../src/imports.mjs';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'switchroom-rules-'));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

function findings(files: Record<string, string>): string[] {
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), content);
  }
  return checkTree(root).map(({ file, line, rule }) => `${file}:${line} ${rule}`);
}

const gateway = 'apps/gateway/src';

describe('import-directions', () => {
  const bad: [string, string, string][] = [
    ['the protocol imports Node', 'packages/protocol/src/a.ts', "import { readFile } from 'node:fs';"],
    [
      'the protocol imports another package',
      'packages/protocol/src/a.ts',
      "import { x } from '@switchroom/contracts';",
    ],
    [
      'the contracts import the gateway',
      'packages/contracts/src/a.ts',
      "import type { x } from '@switchroom/gateway/router';",
    ],
    ['a component imports the contracts', 'packages/ui/src/a.tsx', "import { x } from '@switchroom/contracts';"],
    ['the mock PBX imports the contracts', 'packages/mock-pbx/src/a.ts', "import { x } from '@switchroom/contracts';"],
    ['the test kit imports an app', 'packages/testkit/src/a.ts', "import { x } from '@switchroom/gateway/testing';"],
    [
      'a test of a package imports an app',
      'packages/testkit/test/a.test.ts',
      "import { x } from '@switchroom/gateway/testing';",
    ],
    [
      'the portal imports a value of the gateway',
      'apps/portal/src/a.ts',
      "import { x } from '@switchroom/gateway/router';",
    ],
    [
      'the portal imports another type of the gateway',
      'apps/portal/src/a.ts',
      "import type { x } from '@switchroom/gateway/testing';",
    ],
    ['the portal imports PostgreSQL', 'apps/portal/src/a.ts', "import pg from 'pg';"],
    ['the gateway imports a component', `${gateway}/a.ts`, "import { x } from '@switchroom/ui/components/button';"],
    ['the link imports the fleet', `${gateway}/link/a.ts`, "import { x } from '../fleet/fleet';"],
    ['the link imports the database', `${gateway}/link/a.ts`, "import { x } from '../db/pool';"],
    ['the fleet imports a capability', `${gateway}/fleet/a.ts`, "import { x } from '../capabilities/pbxs/x';"],
    ['the database imports the API', `${gateway}/db/a.ts`, "export { x } from '../api/trpc';"],
    [
      'a capability imports another one',
      `${gateway}/capabilities/pbxs/a.ts`,
      "import { x } from '../plans/plans.queries';",
    ],
    [
      'a capability imports the value of a service',
      `${gateway}/capabilities/pbxs/a.ts`,
      "import { X } from '../plans/plans.service';",
    ],
    ['a capability imports the API', `${gateway}/capabilities/pbxs/a.ts`, "import { x } from '../../api/context';"],
    ['a room nobody knows', `${gateway}/attic/a.ts`, "import { x } from '../db/pool';"],
    ['a dynamic import', `${gateway}/link/a.ts`, "const x = await import('../db/pool');"],
    ['a file of another package', `${gateway}/a.ts`, "import { x } from '../../../packages/protocol/src/x';"],
  ];
  it.each(bad)('%s', (_name, file, source) => {
    expect(findings({ [file]: `// A comment first.\n${source}\n` })).toEqual([`${file}:2 import-directions`]);
  });

  const good: [string, string, string][] = [
    [
      'the protocol imports zod',
      'packages/protocol/src/a.ts',
      "import { z } from 'zod';\nimport { sha256 } from '@noble/hashes/sha2.js';",
    ],
    [
      'a test of the protocol imports Node',
      'packages/protocol/src/a.test.ts',
      "import { readFileSync } from 'node:fs';",
    ],
    [
      'the portal imports the type of the router',
      'apps/portal/src/a.ts',
      "import type { AppRouter } from '@switchroom/gateway/router';",
    ],
    [
      'the portal imports what it may',
      'apps/portal/src/a.tsx',
      "import { Button } from '@switchroom/ui/components/button';\nimport { x } from '@/trpc/x';",
    ],
    [
      'a capability imports to its right',
      `${gateway}/capabilities/pbxs/a.ts`,
      "import { x } from '../../plans/x';\nimport { y } from '../../db/y';",
    ],
    [
      'a capability imports the port of another service',
      `${gateway}/capabilities/pbxs/a.ts`,
      "import { type X } from '../plans/plans.service';",
    ],
    [
      'a router of a capability',
      `${gateway}/capabilities/pbxs/router.ts`,
      "import { procedure } from '../../api/procedures';",
    ],
    ['the composition root', `${gateway}/app.ts`, "import { x } from './link/x';\nimport { y } from './api/y';"],
    ['a test across rooms', `${gateway}/link/a.test.ts`, "import { x } from '../fleet/fleet';"],
    [
      'an import in a comment',
      `${gateway}/link/a.ts`,
      "/*\nimport { x } from '../db/pool';\n*/\n// import { x } from '../db/pool';",
    ],
  ];
  it.each(good)('no finding: %s', (_name, file, source) => {
    expect(findings({ [file]: `${source}\n` })).toEqual([]);
  });
});

describe('importsOf', () => {
  it('finds every form of import and knows which ones are erased', () => {
    const source = [
      "import a from 'a';",
      "import type { B } from 'b';",
      "import { type C, type D } from 'c';",
      "import { type E, f } from 'd';",
      "import g, { type H } from 'e';",
      "import 'f';",
      "export * from 'g';",
      "export type { I } from 'h';",
      'import {',
      '  j,',
      "} from 'i';",
      "const k = await import('j');",
      'const text = \'import l from "k"\';',
    ].join('\n');
    expect(importsOf(source).map(({ specifier, typeOnly }) => `${specifier}${typeOnly ? ' (type)' : ''}`)).toEqual([
      'a',
      'b (type)',
      'c (type)',
      'd',
      'e',
      'f',
      'g',
      'h (type)',
      'i',
      'j',
    ]);
  });
});

describe('forbidden-text', () => {
  const bad: [string, string, string][] = [
    ['no-lint-disable', 'apps/gateway/src/a.ts', '// oxlint-disable-next-line no-console'],
    ['no-lint-disable', 'apps/portal/src/a.tsx', '{/* eslint-disable-next-line x */}'],
    ['no-lint-disable', 'packages/ui/src/a.ts', '// biome-ignore format: pretty'],
    ['no-process-env', 'apps/portal/src/trpc/a.ts', "const url = process.env['GATEWAY_URL'];"],
    ['no-process-env', 'packages/mock-pbx/src/a.ts', "import { env } from 'node:process';"],
    ['no-fixed-sleep', 'e2e/tests/a.spec.ts', 'await page.waitForTimeout(500);'],
    ['no-fixed-sleep', 'apps/gateway/src/a.test.ts', 'await new Promise((resolve) => setTimeout(resolve, 100));'],
    ['no-retry', 'e2e/playwright.config.ts', '  retries: 2,'],
    ['no-retry', 'apps/gateway/vitest.config.ts', '  retry: 3,'],
    ['no-skipped-test', 'apps/gateway/src/a.test.ts', "it.skip('later', () => {});"],
    ['no-skipped-test', 'e2e/tests/a.spec.ts', "test.fixme('later', () => {});"],
    ['no-drizzle-push', 'apps/gateway/package.json', '"migrate": "drizzle-kit push"'],
  ];
  it.each(bad)('%s in %s', (rule, file, line) => {
    expect(findings({ [file]: `\n${line}\n` })).toEqual([`${file}:2 ${rule}`]);
  });

  it('no finding in code that only looks similar', () => {
    expect(
      findings({
        'apps/gateway/src/env.ts': 'const port = process.env.PORT;\n',
        'packages/testkit/src/a.ts': 'const url = process.env.TEST_DATABASE_URL;\n',
        'apps/gateway/src/backoff.ts': 'const retries = 2;\nconst options = { retries: 3 };\n',
        'apps/gateway/src/a.test.ts': "it.runIf(isRoot)('as root', () => {});\nretries: 0;\n",
      }),
    ).toEqual([]);
  });
});

describe('agents-paths', () => {
  it('reports paths and links that do not exist, with their line', () => {
    const text = ['# Map', '`src/gone.ts` and `apps/nowhere`', '[guide](docs/gone.md)', 'a file `vanished.ts`'].join(
      '\n',
    );
    expect(findings({ 'AGENTS.md': text })).toEqual([
      'AGENTS.md:2 agents-paths',
      'AGENTS.md:2 agents-paths',
      'AGENTS.md:3 agents-paths',
      'AGENTS.md:4 agents-paths',
    ]);
  });

  it('accepts paths from the root, from its folder and from src, and what is no path', () => {
    const text =
      '`link/machine.ts` `src/link` `apps/gateway/src/link/machine` `machine.ts` `docs/guide.md` [guide](../../docs/guide.md)\n' +
      '`pnpm test` `capabilities/<noun>` `**/*.ts` `/app/x/y` `@switchroom/ui` `nuqs/server` `dist/main.mjs` `db.inScope` [site](https://example.com/a/b)';
    expect(
      findings({
        'apps/gateway/AGENTS.md': text,
        'apps/gateway/package.json': '{"dependencies":{"nuqs":"1"}}',
        'apps/gateway/src/link/machine.ts': '',
        'docs/guide.md': '',
      }),
    ).toEqual([]);
  });
});

describe('security-table', () => {
  const file = 'docs/security/asvs-5.0.md';
  const item = (id: string, level: number, status = 'met') => `| ${id} | words | ${level} | ${status} | \`src/a.ts\` |`;
  const rows = (level: number, count: number) =>
    Array.from({ length: count }, (_, at) => item(`${level}.1.${at}`, level));
  const whole = ['| 1 | 70 | 0 | 0 |', '| 2 | 183 | 0 | 0 |', ...rows(1, 70), ...rows(2, 183)];
  const check = (lines: string[]) => findings({ [file]: lines.join('\n'), 'src/a.ts': '' });

  it('accepts a table that is whole, and whose paths exist', () => {
    expect(check(whole)).toEqual([]);
  });

  it.each([
    ['an item left out', whole.slice(0, -1)],
    ['a wrong summary', ['| 1 | 69 | 0 | 1 |', ...whole.slice(1)]],
    ['an item twice', [...whole.slice(0, -1), item('2.1.0', 2)]],
    ['an unknown status', [...whole.slice(0, -1), item('2.1.182', 2, 'maybe')]],
  ])('finds %s', (_what, lines) => {
    expect(check(lines).some((finding) => finding.endsWith('security-table'))).toBe(true);
  });

  it('finds a file that is not there', () => {
    const lines = [...whole.slice(0, -1), item('2.1.182', 2).replace('a.ts', 'gone.ts')];
    expect(check(lines)).toEqual([`${file}:${lines.length} agents-paths`]);
  });
});
