import type { FleetCounts, Page, PbxRow } from '@switchroom/contracts';
import { describe, expect, test } from 'vitest';
import { expectedTotal, insideFilter, orderKeyOf, patchRows, withoutRow } from './live-rows';

const everything = {
  q: '',
  link: [] as PbxRow['link']['kind'][],
  sync: [] as PbxRow['sync']['state'][],
  direction: null,
};

function row(id: string, change: Partial<PbxRow> = {}): PbxRow {
  return {
    id,
    name: `PBX ${id}`,
    organisation: { id: 'o', name: 'Klinikum' },
    direction: 'inbound',
    link: {
      kind: 'online',
      since: new Date(0),
      reason: undefined,
      detail: undefined,
      retryAt: undefined,
      step: undefined,
    },
    sync: { state: 'in-sync', asOf: new Date(0), driftedObjects: 0 },
    lastOperation: undefined,
    version: '16r1',
    pbxName: 'master',
    appObjects: 3,
    users: 10,
    ...change,
  };
}

const offline = (id: string): PbxRow => row(id, { link: { ...row(id).link, kind: 'offline' } });
const page = (...rows: PbxRow[]): Page<PbxRow> => ({ rows, nextCursor: 'next', total: rows.length + 100 });

describe('patchRows', () => {
  test('puts news in place, keeps the order, and leaves other rows the same objects', () => {
    const [a, b, c] = [row('a'), row('b'), row('c')];
    const before = page(a, b, c);
    const news = row('b', { users: 11 });
    const { page: after, stale } = patchRows(before, [news], 'name', everything);
    expect(after.rows.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(after.rows[1]).toBe(news);
    expect(after.rows[0]).toBe(a);
    expect(after.total).toBe(before.total);
    expect(stale).toBe(false);
  });

  test('rows of other pages change nothing, not even the object', () => {
    const before = page(row('a'));
    const patched = patchRows(before, [offline('z')], 'link', everything);
    expect(patched.page).toBe(before);
    expect(patched.stale).toBe(false);
  });

  test('a row whose sort key changed stays, and the list is stale', () => {
    const { page: after, stale } = patchRows(page(row('a'), row('b')), [offline('a')], 'link', everything);
    expect(after.rows[0]?.link.kind).toBe('offline');
    expect(stale).toBe(true);
  });

  test('the same change under another sort does not make it stale', () => {
    expect(patchRows(page(row('a')), [offline('a')], 'name', everything).stale).toBe(false);
  });

  test('a row that leaves the filter stays in sight, and the list is stale', () => {
    const filter = { ...everything, link: ['offline' as const] };
    const { page: after, stale } = patchRows(page(offline('a')), [row('a')], 'name', filter);
    expect(after.rows).toHaveLength(1);
    expect(stale).toBe(true);
  });
});

test('orderKeyOf follows the column', () => {
  const at = new Date(42);
  const changed = row('a', {
    lastOperation: { planId: 'p', state: 'verified', title: { key: 'update-app', params: {} }, at },
  });
  expect(orderKeyOf(changed, 'lastChange')).toBe('42');
  expect(orderKeyOf(row('a', { version: undefined }), 'version')).toBe('');
  expect(orderKeyOf(changed, 'organisation')).toBe('Klinikum');
});

test('withoutRow takes out one row and counts one less', () => {
  const before = page(row('a'), row('b'));
  expect(withoutRow(before, 'a')).toMatchObject({ rows: [{ id: 'b' }], total: before.total - 1 });
  expect(withoutRow(before, 'x')).toBe(before);
});

test('insideFilter combines the chips', () => {
  expect(insideFilter(row('a'), everything)).toBe(true);
  expect(insideFilter(row('a'), { ...everything, link: ['online'], sync: ['drifted'] })).toBe(false);
  expect(insideFilter(row('a'), { ...everything, direction: 'outbound' })).toBe(false);
});

describe('expectedTotal', () => {
  const counts: FleetCounts = {
    total: 10,
    link: { online: 6, connecting: 1, offline: 2, refused: 1, disabled: 0 },
    sync: { 'in-sync': 7, drifted: 1, conflict: 0, unknown: 2 },
  };
  test('is known without a filter and with chips of one kind', () => {
    expect(expectedTotal(counts, { ...everything })).toBe(10);
    expect(expectedTotal(counts, { ...everything, link: ['offline', 'refused'] })).toBe(3);
    expect(expectedTotal(counts, { ...everything, sync: ['unknown'] })).toBe(2);
  });
  test('is unknown where the counts cannot tell', () => {
    expect(expectedTotal(counts, { ...everything, q: 'x' })).toBeUndefined();
    expect(expectedTotal(counts, { ...everything, direction: 'inbound' })).toBeUndefined();
    expect(expectedTotal(counts, { ...everything, link: ['online'], sync: ['drifted'] })).toBeUndefined();
  });
});
