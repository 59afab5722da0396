import { Skeleton } from '@switchroom/ui/components/skeleton';
import { getTranslations } from 'next-intl/server';

export default async function Loading() {
  const t = await getTranslations('checks');
  return (
    <div className="grid gap-8" role="status">
      <span className="sr-only">{t('loading')}</span>
      <Skeleton className="h-32 lg:max-w-3xl" />
      <Skeleton className="h-96 lg:max-w-3xl" />
    </div>
  );
}
