import { PageHead } from '@switchroom/ui/components/page-head';
import { Skeleton } from '@switchroom/ui/components/skeleton';

/** The wizard while it is loaded: head, steps, two choices. */
export function FormSkeleton({ breadcrumb, title, label }: { breadcrumb: string; title: string; label: string }) {
  return (
    <>
      <PageHead breadcrumb={breadcrumb} title={title} />
      <div role="status" aria-label={label} className="grid max-w-2xl gap-5">
        <Skeleton className="h-5 w-80" />
        <Skeleton className="h-6 w-56" />
        <Skeleton className="h-24 w-full" />
        <Skeleton className="h-24 w-full" />
      </div>
    </>
  );
}
