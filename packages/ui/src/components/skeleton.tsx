import { cn } from '../lib/cn';

/** A grey place holder of the size given by `className`. Hidden from assistive technology. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden="true" className={cn('block h-3.5 rounded-sm bg-pressed', className)} />;
}

const widths = ['w-3/5', 'w-2/5', 'w-1/2', 'w-1/3', 'w-2/3'];

/**
 * Place holder of a table: the height of `rows` rows and a head, so nothing moves when data comes.
 * `label` is announced ("Loading PBXes").
 */
export function SkeletonTable({
  rows = 10,
  columns = 5,
  label,
  className,
}: {
  rows?: number;
  columns?: number;
  label: string;
  className?: string;
}) {
  return (
    <div className={cn('overflow-hidden rounded-md border border-line bg-surface', className)}>
      <span role="status" className="sr-only">
        {label}
      </span>
      <div aria-hidden="true" className="h-8 border-b border-line bg-page max-sm:hidden" />
      {Array.from({ length: rows }, (_, row) => (
        <div
          key={row}
          aria-hidden="true"
          className="flex h-9 items-center gap-4 border-b border-line px-3 last:border-b-0 max-sm:h-24"
        >
          {Array.from({ length: columns }, (_, column) => (
            <div key={column} className={cn('flex-1', column > 1 && 'max-sm:hidden')}>
              <Skeleton className={widths[(row + column) % widths.length]} />
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}
