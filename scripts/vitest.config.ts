import { testConfig } from '@switchroom/testkit/vitest/config';

export default testConfig();
