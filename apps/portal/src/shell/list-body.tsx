'use client';
import type { Page } from '@switchroom/contracts';
import { SkeletonTable } from '@switchroom/ui/components/skeleton';
import { HeadCell, MessageRow, Table, TableBody, TableHead, TableRow } from '@switchroom/ui/components/table';
import { useRovingRows } from '@switchroom/ui/hooks/use-roving-rows';
import { cn } from '@switchroom/ui/lib/cn';
import type { ReactNode } from 'react';
import { ErrorPanel } from './error-panel';
import { ListPages, type ListPlace } from './list-pages';

/** A page of a list in its three states: not read yet, not readable, or rows with the way to the next ones. */
export function ListBody<P extends Page<unknown>>({
  list,
  place,
  onGo,
  loading,
  columns,
  children,
}: {
  /** As `useQuery` gives it. */
  list: { data: P | undefined; isError: boolean; error: unknown; refetch: () => Promise<unknown> };
  place: ListPlace;
  onGo: (next: { after: string | null; page: number | null }) => void;
  /** Read out in place of rows that are on their way. */
  loading: string;
  columns: number;
  children: (page: P) => ReactNode;
}) {
  if (list.data === undefined) {
    return list.isError ? (
      <ErrorPanel error={list.error} onRetry={() => void list.refetch()} />
    ) : (
      <SkeletonTable label={loading} columns={columns} rows={12} />
    );
  }
  return (
    <>
      {children(list.data)}
      <ListPages page={list.data} search={place} onGo={onGo} />
    </>
  );
}

/** Rows that are walked with j and k and opened with Enter; `children` gives the cells of one. */
export function ListTable<Row extends { id: string }>({
  label,
  heads,
  rows,
  busy = false,
  current,
  empty,
  onOpen,
  children,
}: {
  label: string;
  heads: readonly string[];
  rows: readonly Row[];
  /** Older rows are shown until the new ones are there. */
  busy?: boolean;
  /** The row whose panel is open. */
  current?: string | null;
  /** In place of rows, when nothing fits. */
  empty: string;
  onOpen: (row: Row) => void;
  children: (row: Row) => ReactNode;
}) {
  const roving = useRovingRows({
    count: rows.length,
    onOpen: (index) => {
      const row = rows[index];
      if (row) onOpen(row);
    },
  });
  return (
    <Table
      label={label}
      aria-busy={busy}
      frameProps={{ ...roving.containerProps, className: cn(busy && 'opacity-60 transition-opacity delay-150') }}
    >
      <TableHead>
        <TableRow>
          {heads.map((head) => (
            <HeadCell key={head}>{head}</HeadCell>
          ))}
        </TableRow>
      </TableHead>
      <TableBody>
        {rows.length === 0 ? <MessageRow columns={heads.length}>{empty}</MessageRow> : null}
        {rows.map((row, index) => (
          <TableRow key={row.id} current={row.id === current} {...roving.rowProps(index)}>
            {children(row)}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
