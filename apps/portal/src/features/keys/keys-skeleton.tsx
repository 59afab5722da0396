import { Skeleton, SkeletonTable } from '@switchroom/ui/components/skeleton';

/** The page of the keys before its data is there. */
export function KeysSkeleton({ label }: { label: string }) {
  return (
    <div className="grid gap-6">
      <Skeleton className="h-36" />
      <SkeletonTable label={label} columns={3} rows={1} />
    </div>
  );
}
