import { fileURLToPath } from 'node:url';

/** What a package may say about its own tests. */
export interface TestConfigOptions {
  /** Files that run before each test file, beside the guard. */
  setupFiles?: string[];
  /** node when left out. */
  environment?: 'node' | 'jsdom' | 'happy-dom';
  /** false only for files that cannot know their handles; each use says why. Default true. */
  openHandleGuard?: boolean;
  /** Further files that are no tests of this package. */
  exclude?: string[];
  /** Import aliases, as vite takes them. */
  alias?: Record<string, string>;
}

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/**
 * The vitest configuration of every package: `*.test.ts` are unit tests (no database, no other process),
 * `*.integration.test.ts` are integration tests and find a PostgreSQL server in TEST_DATABASE_URL. A test without an
 * assertion fails, `.only` fails, nothing is retried, and a file that leaves a handle open fails.
 */
export function testConfig(options: TestConfigOptions = {}) {
  const shared = {
    environment: options.environment ?? 'node',
    setupFiles: [
      ...(options.openHandleGuard === false ? [] : [here('../vitest/open-handle-guard.ts')]),
      ...(options.setupFiles ?? []),
    ],
    pool: 'forks' as const,
    allowOnly: false,
    retry: 0,
    restoreMocks: true,
    unstubEnvs: true,
    expect: { requireAssertions: true },
  };
  const ignored = ['**/node_modules/**', '**/dist/**', '**/.next/**', ...(options.exclude ?? [])];
  return {
    ...(options.alias === undefined ? {} : { resolve: { alias: options.alias } }),
    test: {
      // Two cores are what a small runner has; more workers only fight for them.
      maxWorkers: 2,
      passWithNoTests: false,
      projects: [
        {
          extends: true as const,
          test: {
            ...shared,
            name: 'unit',
            include: ['**/*.test.{ts,tsx}'],
            exclude: [...ignored, '**/*.integration.test.{ts,tsx}'],
            testTimeout: 10_000,
          },
        },
        {
          extends: true as const,
          test: {
            ...shared,
            name: 'integration',
            include: ['**/*.integration.test.{ts,tsx}'],
            exclude: ignored,
            globalSetup: [here('../postgres/global-setup.ts')],
            testTimeout: 30_000,
            hookTimeout: 60_000,
          },
        },
      ],
    },
  };
}
