import { Skeleton, SkeletonTable } from '@switchroom/ui/components/skeleton';
import { getTranslations } from 'next-intl/server';

export default async function Loading() {
  const t = await getTranslations('members.roles');
  return (
    <div className="grid gap-6">
      <Skeleton className="h-24" />
      <SkeletonTable label={t('loading')} columns={5} rows={12} />
    </div>
  );
}
