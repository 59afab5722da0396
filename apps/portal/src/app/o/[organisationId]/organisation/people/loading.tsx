import { Skeleton, SkeletonTable } from '@switchroom/ui/components/skeleton';
import { getTranslations } from 'next-intl/server';

export default async function Loading() {
  const t = await getTranslations('members');
  return (
    <div className="grid gap-3">
      <Skeleton className="h-8 w-full max-w-prose" />
      <Skeleton className="h-7 w-64 max-sm:h-11 max-sm:w-full" />
      <SkeletonTable label={t('loading')} columns={5} rows={8} />
    </div>
  );
}
