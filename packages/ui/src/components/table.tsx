'use client';
import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react';
import { type ComponentProps, type ReactNode, type Ref, useCallback, useState } from 'react';
import { cn } from '../lib/cn';
import { Checkbox } from './checkbox';
import { Link, type LinkProps } from './link';

// Below 640 px the table becomes stacked rows, which takes the native table roles away; every part
// therefore states its role.

function assignRef<T>(ref: Ref<T> | undefined, value: T | null): void {
  if (typeof ref === 'function') ref(value);
  else if (ref) ref.current = value;
}

// Whether the frame is wider inside than outside; such a frame must be reachable by keyboard.
function useOverflow(outer: Ref<HTMLDivElement> | undefined): {
  overflows: boolean;
  ref: (element: HTMLDivElement) => () => void;
} {
  const [overflows, setOverflows] = useState(false);
  const ref = useCallback(
    (element: HTMLDivElement) => {
      assignRef(outer, element);
      const observer = new ResizeObserver(() => setOverflows(element.scrollWidth > element.clientWidth));
      observer.observe(element);
      if (element.firstElementChild) observer.observe(element.firstElementChild);
      return () => {
        observer.disconnect();
        assignRef(outer, null);
      };
    },
    [outer],
  );
  return { overflows, ref };
}

/**
 * The table with its frame. Below 640 px rows stack and each cell shows its `label`; below 1280 px a wide
 * table scrolls sideways in its frame; above, it is as wide as the page and its head stays below the top bar.
 * `label` names the table. With `maxHeight` (a CSS length) it scrolls in its own box at any width.
 */
export function Table({
  label,
  maxHeight,
  className,
  frameProps,
  children,
  ...props
}: Omit<ComponentProps<'table'>, 'aria-label'> & {
  label: string;
  maxHeight?: string;
  /** For a scroll ref (virtual rows) or key handlers. */
  frameProps?: ComponentProps<'div'>;
}) {
  const { overflows, ref } = useOverflow(frameProps?.ref);
  const scrolls = overflows || maxHeight !== undefined;
  return (
    <div
      role={scrolls ? 'region' : undefined}
      aria-label={scrolls ? label : undefined}
      tabIndex={scrolls ? 0 : undefined}
      {...frameProps}
      ref={ref}
      style={maxHeight ? { ...frameProps?.style, maxHeight } : frameProps?.style}
      className={cn(
        'rounded-md border border-line bg-surface',
        maxHeight ? 'overflow-auto [--frame-top:0px]' : 'sm:max-xl:overflow-x-auto sm:max-xl:[--frame-top:0px]',
        frameProps?.className,
      )}
    >
      <table
        role="table"
        aria-label={label}
        {...props}
        className={cn('w-full border-separate border-spacing-0 text-sm max-sm:block', className)}
      >
        {children}
      </table>
    </div>
  );
}

/** Head group; stays at the top while scrolling. Hidden below 640 px, where cells carry their labels. */
export function TableHead({ className, children, ...props }: ComponentProps<'thead'>) {
  return (
    <thead role="rowgroup" {...props} className={cn('max-sm:hidden', className)}>
      {children}
    </thead>
  );
}

/** Body group. */
export function TableBody({ className, ...props }: ComponentProps<'tbody'>) {
  return <tbody role="rowgroup" {...props} className={cn('max-sm:block', className)} />;
}

/** A row of 36 px. `selected` marks it as ticked, `current` as the one whose panel is open. */
export function TableRow({
  selected = false,
  current = false,
  className,
  ...props
}: ComponentProps<'tr'> & { selected?: boolean; current?: boolean }) {
  return (
    <tr
      role="row"
      data-selected={selected || undefined}
      aria-current={current ? 'true' : undefined}
      {...props}
      className={cn(
        'group/row relative [tbody>&]:hover:bg-hover data-[selected]:bg-selected [tbody>&]:data-[selected]:hover:bg-selected',
        'aria-[current=true]:bg-selected focus-visible:-outline-offset-2',
        'max-sm:grid max-sm:grid-cols-[1fr_auto] max-sm:gap-x-3 max-sm:border-b max-sm:border-line max-sm:px-3 max-sm:py-2 max-sm:last:border-b-0',
        className,
      )}
    />
  );
}

const headCell =
  'sticky top-(--frame-top,0px) z-10 h-8 whitespace-nowrap border-b border-line bg-page px-3 text-left text-xs font-medium text-fg-muted first:rounded-tl-md last:rounded-tr-md';

/** Column head without sorting. `numeric` aligns right like the cells below. */
export function HeadCell({ numeric = false, className, ...props }: ComponentProps<'th'> & { numeric?: boolean }) {
  return <th role="columnheader" scope="col" {...props} className={cn(headCell, numeric && 'text-right', className)} />;
}

export type SortDirection = 'ascending' | 'descending';

/** Column head that sorts. `direction` is undefined when another column decides the order. */
export function SortHeader({
  direction,
  onSort,
  numeric = false,
  className,
  children,
  ...props
}: Omit<ComponentProps<'th'>, 'aria-sort'> & {
  direction: SortDirection | undefined;
  onSort: (next: SortDirection) => void;
  numeric?: boolean;
}) {
  const Arrow = direction === 'ascending' ? ArrowUp : direction === 'descending' ? ArrowDown : ChevronsUpDown;
  return (
    <th
      role="columnheader"
      scope="col"
      aria-sort={direction ?? 'none'}
      {...props}
      className={cn(headCell, numeric && 'text-right', className)}
    >
      <button
        type="button"
        onClick={() => onSort(direction === 'ascending' ? 'descending' : 'ascending')}
        className={cn(
          '-mx-1 inline-flex h-6 items-center gap-1 rounded-sm px-1 hover:text-fg',
          direction && 'text-fg',
          numeric && 'flex-row-reverse',
        )}
      >
        {children}
        <Arrow aria-hidden="true" className={cn('size-3.5', !direction && 'text-fg-subtle')} />
      </button>
    </th>
  );
}

/**
 * A cell. `label` is the column's name and shows beside the value on a phone; without it the cell
 * takes the whole line there (the row's name).
 */
export function Cell({
  label,
  numeric = false,
  mono = false,
  className,
  children,
  ...props
}: ComponentProps<'td'> & { label?: string; numeric?: boolean; mono?: boolean }) {
  return (
    <td
      role="cell"
      {...props}
      className={cn(
        'h-9 border-b border-line px-3 align-middle sm:max-xl:whitespace-nowrap [tr:last-child>&]:border-b-0',
        numeric && 'text-right tabular-nums',
        mono && 'font-mono text-xs',
        'max-sm:col-span-2 max-sm:flex max-sm:h-auto max-sm:min-h-7 max-sm:max-w-none max-sm:items-center max-sm:justify-between max-sm:gap-3 max-sm:border-b-0 max-sm:px-0 max-sm:text-left',
        className,
      )}
    >
      {label ? <span className="shrink-0 font-sans text-xs text-fg-muted sm:hidden">{label}</span> : null}
      {label ? <span className="contents max-sm:block max-sm:min-w-0 max-sm:text-right">{children}</span> : children}
    </td>
  );
}

interface SelectProps {
  checked: boolean | 'indeterminate';
  onCheckedChange: (checked: boolean) => void;
  /** "Select PBX Berlin", "Select all". */
  label: string;
}

/** The checkbox at the start of a row. On a phone it stands at the right of the row's first line. */
export function SelectCell({ checked, onCheckedChange, label }: SelectProps) {
  return (
    <td
      role="cell"
      className="w-8 border-b border-line pl-2 align-middle max-sm:absolute max-sm:top-2 max-sm:right-1 max-sm:z-1 max-sm:w-auto max-sm:border-b-0 [tr:last-child>&]:border-b-0"
    >
      <Checkbox
        aria-label={label}
        checked={checked}
        onCheckedChange={(next) => onCheckedChange(next === true)}
        className="align-middle max-sm:size-9"
      />
    </td>
  );
}

/** The checkbox of the head: all, some ("indeterminate") or none. */
export function SelectHeadCell({ checked, onCheckedChange, label }: SelectProps) {
  return (
    <th role="columnheader" scope="col" className={cn(headCell, 'w-8 pr-0 pl-2')}>
      <Checkbox
        aria-label={label}
        checked={checked}
        onCheckedChange={(next) => onCheckedChange(next === true)}
        className="align-middle"
      />
    </th>
  );
}

/** The row's name as a link. `stretched` makes the whole row a target for the pointer. */
export function RowLink({ stretched = false, className, ...props }: LinkProps & { stretched?: boolean }) {
  return (
    <Link
      {...props}
      className={cn(
        'inline-flex min-h-6 min-w-0 items-center truncate rounded-sm font-medium text-fg hover:underline max-sm:min-h-9 max-sm:text-base',
        stretched && 'after:absolute after:inset-0 after:content-[""]',
        className,
      )}
    />
  );
}

/** A full-width row for "nothing matches" or an error inside the table. */
export function MessageRow({ columns, children }: { columns: number; children: ReactNode }) {
  return (
    <tr role="row" className="max-sm:block">
      <td role="cell" colSpan={columns} className="max-sm:block">
        {typeof children === 'string' ? <p className="px-3 py-6 text-sm text-fg-muted">{children}</p> : children}
      </td>
    </tr>
  );
}
