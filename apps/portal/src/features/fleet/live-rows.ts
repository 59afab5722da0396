import type { FleetCounts, Page, PbxRow } from '@switchroom/contracts';
import type { ListSearch } from './list-search';

type Sort = ListSearch['sort'];
type Filter = Pick<ListSearch, 'q' | 'link' | 'sync' | 'direction'>;

/** What decides a row's place under a sort; equal before and after means that it stays where it is. */
export function orderKeyOf(row: PbxRow, sort: Sort): string {
  switch (sort) {
    case 'name':
      return row.name;
    case 'organisation':
      return row.organisation.name;
    case 'link':
      return row.link.kind;
    case 'sync':
      return row.sync.state;
    case 'version':
      return row.version ?? '';
    case 'lastChange':
      return row.lastOperation === undefined ? '' : String(row.lastOperation.at.getTime());
  }
}

/** Whether a row is still inside the chips' filters. The search text is the gateway's business and is not judged here. */
export function insideFilter(row: PbxRow, filter: Filter): boolean {
  return (
    (filter.link.length === 0 || filter.link.includes(row.link.kind)) &&
    (filter.sync.length === 0 || filter.sync.includes(row.sync.state)) &&
    (filter.direction === null || filter.direction === row.direction)
  );
}

export interface Patched {
  page: Page<PbxRow>;
  /** A row moved under the sort, or out of the filter: it stays in its place until the person asks. */
  stale: boolean;
}

/** Puts news into the rows that are shown, each in its place. Rows of other pages are left out. */
export function patchRows(page: Page<PbxRow>, news: readonly PbxRow[], sort: Sort, filter: Filter): Patched {
  const byId = new Map(news.map((row) => [row.id, row]));
  let stale = false;
  let touched = false;
  const rows = page.rows.map((old) => {
    const row = byId.get(old.id);
    if (row === undefined) return old;
    touched = true;
    if (orderKeyOf(old, sort) !== orderKeyOf(row, sort)) stale = true;
    if (insideFilter(old, filter) && !insideFilter(row, filter)) stale = true;
    return row;
  });
  return touched ? { page: { ...page, rows }, stale } : { page, stale: false };
}

/** Takes out a row that is gone. */
export function withoutRow(page: Page<PbxRow>, pbxId: string): Page<PbxRow> {
  const rows = page.rows.filter((row) => row.id !== pbxId);
  if (rows.length === page.rows.length) return page;
  return { ...page, rows, total: Math.max(rows.length, page.total - 1) };
}

/** How many rows the filters would find now, where the counts alone can tell; else undefined. */
export function expectedTotal(counts: FleetCounts, filter: Filter): number | undefined {
  if (filter.q.trim() !== '' || filter.direction !== null) return undefined;
  if (filter.link.length > 0 && filter.sync.length > 0) return undefined;
  if (filter.link.length > 0) return filter.link.reduce((sum, kind) => sum + counts.link[kind], 0);
  if (filter.sync.length > 0) return filter.sync.reduce((sum, state) => sum + counts.sync[state], 0);
  return counts.total;
}
