import { Skeleton, SkeletonTable } from '@switchroom/ui/components/skeleton';

/** A side of a PBX's page that is a list, while it is read: filter line and rows of the final heights. */
export function SideSkeleton({ label, columns, rows = 10 }: { label: string; columns: number; rows?: number }) {
  return (
    <div className="grid gap-3">
      <div className="flex h-7 items-center gap-2 max-sm:h-11">
        <Skeleton className="h-7 w-64 max-sm:h-11 max-sm:w-full" />
        <Skeleton className="h-7 w-20 rounded-full max-sm:hidden" />
        <Skeleton className="h-7 w-20 rounded-full max-sm:hidden" />
      </div>
      <SkeletonTable label={label} columns={columns} rows={rows} />
    </div>
  );
}
