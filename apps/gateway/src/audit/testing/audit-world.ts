import { beforeAll } from 'vitest';
import { type TreeWorld, treeWorld } from '../../../test/factories/tree-world';
import { TestLog } from './chain';

/** For a test file: a database with a tree of organisations and its audit log. Empty before the first test. */
export function auditWorld(): TreeWorld & { log: TestLog } {
  const world = treeWorld();
  const log = new TestLog(world.base);
  beforeAll(() => log.open());
  return { ...world, log };
}
