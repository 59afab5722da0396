'use client';
import type { Page } from '@switchroom/contracts';
import { SkeletonTable } from '@switchroom/ui/components/skeleton';
import { MessageRow, Table, TableBody, TableRow } from '@switchroom/ui/components/table';
import { useRovingRows } from '@switchroom/ui/hooks/use-roving-rows';
import { cn } from '@switchroom/ui/lib/cn';
import type { ReactNode } from 'react';
import { ErrorPanel } from './error-panel';
import { type ListHead, ListHeads, type ListOrder } from './list-head';
import { ListPages, type ListPlace } from './list-pages';
import { LIST_PAGE } from './list-search';

/** A page of a list in its three states: not read yet, not readable, or rows with the way to the next ones. */
export function ListBody<P extends Page<unknown>>({
  list,
  place,
  pageSize = LIST_PAGE,
  onGo,
  loading,
  columns,
  skeletonRows = 12,
  children,
}: {
  /** As `useQuery` gives it. */
  list: { data: P | undefined; isError: boolean; error: unknown; refetch: () => Promise<unknown> };
  place: ListPlace;
  pageSize?: number;
  onGo: (next: { after: string | null; page: number | null }) => void;
  /** Read out in place of rows that are on their way. */
  loading: string;
  columns: number;
  /** How many rows hold the place of those on their way. */
  skeletonRows?: number;
  children: (page: P) => ReactNode;
}) {
  if (list.data === undefined) {
    return list.isError ? (
      <ErrorPanel error={list.error} onRetry={() => void list.refetch()} />
    ) : (
      <SkeletonTable label={loading} columns={columns} rows={skeletonRows} />
    );
  }
  return (
    <>
      {children(list.data)}
      <ListPages page={list.data} search={place} pageSize={pageSize} onGo={onGo} />
    </>
  );
}

/** A table of rows; `children` gives the cells of one. */
export function ListTable<Row extends { id: string }, Sort extends string = never>({
  label,
  className,
  heads,
  order,
  rows,
  busy,
  current,
  empty,
  marks,
  onOpen,
  children,
}: {
  label: string;
  className?: string;
  heads: readonly ListHead<Sort>[];
  order?: ListOrder<Sort>;
  rows: readonly Row[];
  /** Older rows are shown until the new ones are there. */
  busy?: boolean;
  /** The row whose panel is open. */
  current?: string | null;
  /** In place of rows, when there are none. */
  empty?: ReactNode;
  /** Data attributes by which a row is found. */
  marks?: (row: Row) => Record<`data-${string}`, string>;
  /** With it the rows are walked with j and k, and opened with Enter. */
  onOpen?: (row: Row) => void;
  children: (row: Row) => ReactNode;
}) {
  const walked = onOpen !== undefined;
  const roving = useRovingRows({
    count: rows.length,
    enabled: walked,
    onOpen: (index) => {
      const row = rows[index];
      if (row) onOpen?.(row);
    },
  });
  return (
    <Table
      label={label}
      aria-busy={busy}
      className={className}
      frameProps={{
        ...(walked ? roving.containerProps : {}),
        className: cn(busy && 'opacity-60 transition-opacity delay-150'),
      }}
    >
      <ListHeads heads={heads} order={order} />
      <TableBody>
        {rows.length === 0 && empty !== undefined ? <MessageRow columns={heads.length}>{empty}</MessageRow> : null}
        {rows.map((row, index) => (
          <TableRow
            key={row.id}
            {...marks?.(row)}
            current={row.id === current}
            {...(walked ? roving.rowProps(index) : {})}
          >
            {children(row)}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
