import { Skeleton } from '@switchroom/ui/components/skeleton';
import { getTranslations } from 'next-intl/server';

export default async function Loading() {
  const t = await getTranslations('settingChanges.transfer');
  return (
    <div role="status" aria-label={t('loading')} className="grid max-w-4xl gap-8">
      <Skeleton className="h-40" />
      <Skeleton className="h-96" />
    </div>
  );
}
