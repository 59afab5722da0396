import { Skeleton } from '@switchroom/ui/components/skeleton';

/** The layout of a PBX's overview while it is read. */
export function PbxOverviewSkeleton() {
  return (
    <div className="grid gap-x-8 gap-y-6 xl:grid-cols-2">
      {[9, 6].map((lines) => (
        <div key={lines} className="grid content-start">
          <Skeleton className="mb-4 h-4 w-32" />
          {Array.from({ length: lines }, (_, index) => (
            <div key={index} className="flex h-9 items-center gap-8 border-t border-line">
              <Skeleton className="w-1/4" />
              <Skeleton className="w-2/5" />
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}
