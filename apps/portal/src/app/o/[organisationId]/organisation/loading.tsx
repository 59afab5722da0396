import { Skeleton, SkeletonTable } from '@switchroom/ui/components/skeleton';
import { getTranslations } from 'next-intl/server';

export default async function Loading() {
  const t = await getTranslations('organisations');
  return (
    <div className="grid gap-6">
      <Skeleton className="h-32" />
      <SkeletonTable label={t('loading')} columns={5} rows={6} />
    </div>
  );
}
