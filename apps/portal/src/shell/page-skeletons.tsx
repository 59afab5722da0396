import { PageHead } from '@switchroom/ui/components/page-head';
import { Skeleton, SkeletonTable } from '@switchroom/ui/components/skeleton';

/** A list page while its first data is read: head, filter line and rows of the final heights. */
export function ListSkeleton({
  title,
  label,
  columns,
  rows = 12,
}: {
  title: string;
  /** What is announced, such as "Loading PBXes". */
  label: string;
  columns: number;
  rows?: number;
}) {
  return (
    <>
      <PageHead title={title} facts={[<Skeleton key="facts" className="my-1 h-3 w-32" />]} />
      <div className="mb-3 flex h-7 items-center gap-2 max-sm:h-11">
        <Skeleton className="h-7 w-64 max-sm:h-11 max-sm:w-full" />
        <Skeleton className="h-7 w-20 rounded-full max-sm:hidden" />
        <Skeleton className="h-7 w-20 rounded-full max-sm:hidden" />
        <Skeleton className="h-7 w-20 rounded-full max-sm:hidden" />
      </div>
      <SkeletonTable label={label} columns={columns} rows={rows} />
    </>
  );
}
