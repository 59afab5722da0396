import { testConfig } from '../../src/vitest/index';

export default testConfig();
