import { Skeleton, SkeletonTable } from '@switchroom/ui/components/skeleton';
import { getTranslations } from 'next-intl/server';

export default async function Loading() {
  const t = await getTranslations('identityProviders');
  return (
    <div className="grid gap-3">
      <Skeleton className="h-6 w-48" />
      <Skeleton className="h-8 w-full max-w-prose" />
      <SkeletonTable label={t('loading')} columns={5} rows={2} />
    </div>
  );
}
