import { expect, test } from 'vitest';
import { nodeTree } from './node-tree';

const node = (name: string, parent: string) => ({ name, parent, loc: undefined });

test('children stand below their parent, siblings in natural order', () => {
  const lines = nodeTree([node('site10', 'root'), node('root', ''), node('floor1', 'site2'), node('site2', 'root')]);
  expect(lines.map(({ name, depth }) => [name, depth])).toEqual([
    ['root', 0],
    ['site2', 1],
    ['floor1', 2],
    ['site10', 1],
  ]);
});

test('a node with an unknown parent stands at the top', () => {
  expect(nodeTree([node('a', 'elsewhere')]).map(({ depth }) => depth)).toEqual([0]);
});

test('nodes that name each other in a circle are all shown once', () => {
  const lines = nodeTree([node('a', 'b'), node('b', 'a'), node('own', 'own'), node('c', 'a')]);
  expect(lines.map(({ name }) => name).sort()).toEqual(['a', 'b', 'c', 'own']);
});
