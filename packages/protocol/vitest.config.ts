import { defineConfig } from 'vitest/config';

// Properties run thousands of cases; on a machine that does other work at the same time five seconds are not enough.
export default defineConfig({ test: { include: ['src/**/*.test.ts'], testTimeout: 60_000 } });
