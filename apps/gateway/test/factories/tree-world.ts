import { afterAll, beforeAll } from 'vitest';
import { type GatewayDatabase, gatewayDatabase } from './database';
import { createTree, type TestTree } from './organisations';

/** A database of its own with a tree of organisations. */
export interface TreeWorld {
  base: GatewayDatabase;
  tree: TestTree;
}

/** For a test file: made before its first test and closed after its last. Empty until then. */
export function treeWorld(): TreeWorld {
  const base = {} as GatewayDatabase;
  const tree = {} as TestTree;
  beforeAll(async () => {
    Object.assign(base, await gatewayDatabase());
    Object.assign(tree, await createTree(base.db));
  });
  afterAll(() => base.close());
  return { base, tree };
}
