import { testConfig } from './src/vitest/config.mjs';

// The files of the guard project are run by the test of the guard, which expects one of them to fail.
export default testConfig({ exclude: ['test/guard-project/**'] });
