'use client';
import { HeadCell, SortHeader, TableHead, TableRow } from '@switchroom/ui/components/table';

/** The head of one column; a string is its label alone. */
export type ListHead<Sort extends string> =
  | string
  | {
      label: string;
      /** Only read out, above the buttons of the rows. */
      unseen?: boolean;
      numeric?: boolean;
      className?: string;
      /** The rows can be in the order of this column. */
      sort?: Sort;
    };

/** What the rows are in the order of. */
export interface ListOrder<Sort extends string> {
  sort: Sort;
  dir: 'asc' | 'desc';
  onSort: (sort: Sort, dir: 'asc' | 'desc') => void;
}

/** The heads of a list; a click on one that sorts turns the order around, or begins with its own. */
export function ListHeads<Sort extends string>({
  heads,
  order,
}: {
  heads: readonly ListHead<Sort>[];
  order: ListOrder<Sort> | undefined;
}) {
  return (
    <TableHead>
      <TableRow>
        {heads.map((head) => {
          const {
            label,
            unseen = false,
            numeric = false,
            className,
            sort,
          } = typeof head === 'string' ? { label: head } : head;
          if (order === undefined || sort === undefined) {
            return (
              <HeadCell key={label} numeric={numeric} className={className}>
                {unseen ? <span className="sr-only">{label}</span> : label}
              </HeadCell>
            );
          }
          return (
            <SortHeader
              key={label}
              direction={order.sort === sort ? (order.dir === 'asc' ? 'ascending' : 'descending') : undefined}
              onSort={(next) => order.onSort(sort, next === 'ascending' ? 'asc' : 'desc')}
              numeric={numeric}
              className={className}
            >
              {label}
            </SortHeader>
          );
        })}
      </TableRow>
    </TableHead>
  );
}
