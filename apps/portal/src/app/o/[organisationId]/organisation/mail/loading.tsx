import { Skeleton, SkeletonTable } from '@switchroom/ui/components/skeleton';
import { getTranslations } from 'next-intl/server';

export default async function Loading() {
  const t = await getTranslations('mail');
  return (
    <div className="grid gap-3">
      <Skeleton className="h-14" />
      <Skeleton className="h-7 w-64 max-sm:h-11 max-sm:w-full" />
      <SkeletonTable label={t('loading')} columns={6} rows={12} />
    </div>
  );
}
