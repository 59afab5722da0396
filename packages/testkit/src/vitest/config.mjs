// Plain JavaScript: vite loads the configuration files of all packages, and this with them, before TypeScript works.
import { fileURLToPath } from 'node:url';

/** @param {string} file */
const here = (file) => fileURLToPath(new URL(file, import.meta.url));

/** @type {typeof import('./config.d.mts').testConfig} */
export function testConfig(options = {}) {
  const shared = {
    environment: options.environment ?? 'node',
    setupFiles: [
      ...(options.openHandleGuard === false ? [] : [here('./open-handle-guard.ts')]),
      ...(options.setupFiles ?? []),
    ],
    pool: /** @type {const} */ ('forks'),
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
          extends: /** @type {const} */ (true),
          test: {
            ...shared,
            name: 'unit',
            include: ['**/*.test.{ts,tsx}'],
            exclude: [...ignored, '**/*.integration.test.{ts,tsx}'],
            testTimeout: 10_000,
          },
        },
        {
          extends: /** @type {const} */ (true),
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
