import { Skeleton, SkeletonTable } from '@switchroom/ui/components/skeleton';
import { getTranslations } from 'next-intl/server';

export default async function Loading() {
  const t = await getTranslations('settingChanges.compare');
  return (
    <div className="grid gap-4">
      <Skeleton className="h-14 lg:max-w-4xl" />
      <SkeletonTable label={t('loading')} columns={3} rows={10} />
    </div>
  );
}
