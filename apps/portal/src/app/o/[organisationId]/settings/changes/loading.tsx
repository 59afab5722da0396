import { Skeleton, SkeletonTable } from '@switchroom/ui/components/skeleton';
import { getTranslations } from 'next-intl/server';

export default async function Loading() {
  const t = await getTranslations('settingChanges.changes');
  return (
    <div className="grid gap-3">
      <Skeleton className="h-7 w-96 max-sm:h-9 max-sm:w-full" />
      <SkeletonTable label={t('loading')} columns={7} rows={12} />
    </div>
  );
}
