import type { PbxRow } from '@switchroom/contracts';
import { expect, test } from 'vitest';
import { attentionItems, attentionOf } from './attention';

function row(id: string, link: PbxRow['link']['kind'], sync: PbxRow['sync']['state'], since = 0): PbxRow {
  return {
    id,
    name: id,
    organisation: { id: 'o', name: 'o' },
    direction: 'inbound',
    link: {
      kind: link,
      since: new Date(since),
      reason: undefined,
      detail: undefined,
      retryAt: undefined,
      step: undefined,
    },
    sync: { state: sync, asOf: undefined, driftedObjects: 0 },
    lastOperation: undefined,
    version: undefined,
    pbxName: undefined,
    appObjects: undefined,
    users: undefined,
  };
}

test('names the most pressing reason', () => {
  expect(attentionOf(row('a', 'refused', 'drifted'))).toBe('refused');
  expect(attentionOf(row('a', 'offline', 'conflict'))).toBe('conflict');
  expect(attentionOf(row('a', 'offline', 'unknown'))).toBe('offline');
  expect(attentionOf(row('a', 'online', 'in-sync'))).toBeUndefined();
  expect(attentionOf(row('a', 'disabled', 'unknown'))).toBeUndefined();
});

test('lists each PBX once, pressing first, the longest in its state first', () => {
  const young = row('young', 'offline', 'in-sync', 200);
  const old = row('old', 'offline', 'in-sync', 100);
  const both = row('both', 'refused', 'drifted', 900);
  const items = attentionItems([young, both, old, both, row('fine', 'online', 'in-sync')], 10);
  expect(items.map(({ row: { id }, kind }) => [id, kind])).toEqual([
    ['both', 'refused'],
    ['old', 'offline'],
    ['young', 'offline'],
  ]);
  expect(attentionItems([young, old, both], 1)).toHaveLength(1);
});
