import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hashOf, listFiles } from '../lib/stamps.mjs';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'switchroom-stamps-'));
  mkdirSync(join(dir, 'src'));
  mkdirSync(join(dir, 'node_modules'));
  writeFileSync(join(dir, 'src', 'b.ts'), 'b');
  writeFileSync(join(dir, 'src', 'a.ts'), 'a');
  writeFileSync(join(dir, 'node_modules', 'c.ts'), 'c');
});
afterEach(() => {
  rmSync(dir, { recursive: true });
});

describe('stamps', () => {
  it('list sources in order and leave out results', () => {
    expect(listFiles(dir)).toEqual([join(dir, 'src', 'a.ts'), join(dir, 'src', 'b.ts')]);
    expect(listFiles(dir, (path) => path.endsWith('b.ts'))).toEqual([join(dir, 'src', 'b.ts')]);
    expect(listFiles(join(dir, 'nowhere'))).toEqual([]);
  });

  it('change with a content, a name, a missing file and a fact, and with nothing else', () => {
    const files = listFiles(dir);
    const before = hashOf(files, ['v20']);
    expect(hashOf(listFiles(dir), ['v20'])).toBe(before);
    const changed = [
      hashOf(files, ['v24']),
      hashOf([...files, join(dir, 'gone.ts')], ['v20']),
      hashOf(files.slice(1), ['v20']),
    ];
    writeFileSync(join(dir, 'src', 'a.ts'), 'A');
    changed.push(hashOf(files, ['v20']));
    expect(new Set([before, ...changed]).size).toBe(5);
  });
});
