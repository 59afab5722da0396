import { Skeleton } from '@switchroom/ui/components/skeleton';

/** The values of a place while they are read: groups at the left, search, and fields of their final heights. */
export function ValuesSkeleton({ label }: { label: string }) {
  return (
    <div className="grid gap-6 md:grid-cols-[11rem_minmax(0,1fr)]">
      <span role="status" className="sr-only">
        {label}
      </span>
      <div aria-hidden="true" className="grid content-start gap-px">
        <Skeleton className="h-11 w-full md:hidden" />
        {Array.from({ length: 10 }, (_, index) => (
          <div key={index} className="flex h-8 items-center px-2.5 max-md:hidden">
            <Skeleton className="w-24" />
          </div>
        ))}
      </div>
      <div aria-hidden="true" className="grid max-w-2xl content-start gap-4">
        <Skeleton className="h-7 w-full max-sm:h-11" />
        <Skeleton className="mt-1 h-5 w-32" />
        {Array.from({ length: 6 }, (_, index) => (
          <div key={index} className="grid gap-2 border-b border-line pb-4">
            <Skeleton className="w-40" />
            <Skeleton className="h-8 w-full" />
            <Skeleton className="h-3 w-2/3" />
          </div>
        ))}
      </div>
    </div>
  );
}
