import type { ViteUserConfig } from 'vitest/config';

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

/**
 * The vitest configuration of every package: `*.test.ts` are unit tests (no database, no other process),
 * `*.integration.test.ts` are integration tests and find a PostgreSQL server in TEST_DATABASE_URL. A test without an
 * assertion fails, `.only` fails, nothing is retried, and a file that leaves a handle open fails.
 */
export function testConfig(options?: TestConfigOptions): ViteUserConfig;
