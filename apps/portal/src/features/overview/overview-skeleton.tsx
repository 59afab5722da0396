import { PageHead } from '@switchroom/ui/components/page-head';
import { Skeleton, SkeletonTable } from '@switchroom/ui/components/skeleton';

/** The overview while its first data is read. */
export function OverviewSkeleton({ title, label }: { title: string; label: string }) {
  return (
    <>
      <PageHead title={title} facts={[<Skeleton key="facts" className="my-1 h-3 w-32" />]} />
      <div className="grid gap-6">
        <div className="grid gap-6 2xl:grid-cols-2">
          <Skeleton className="h-17 rounded-md" />
          <Skeleton className="h-17 rounded-md" />
        </div>
        <div className="grid gap-6 xl:grid-cols-[3fr_2fr]">
          <SkeletonTable label={label} rows={6} columns={3} />
          <SkeletonTable label={label} rows={6} columns={2} />
        </div>
      </div>
    </>
  );
}
