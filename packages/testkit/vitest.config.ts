import { testConfig } from './src/vitest/index';

// The files of the guard project are run by the test of the guard, which expects one of them to fail.
export default testConfig({ exclude: ['test/guard-project/**'] });
