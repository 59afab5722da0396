import { PageHead } from '@switchroom/ui/components/page-head';
import { Skeleton } from '@switchroom/ui/components/skeleton';
import { getTranslations } from 'next-intl/server';
import { PbxOverviewSkeleton } from '@/features/pbx/pbx-overview-skeleton';

export default async function Loading() {
  const t = await getTranslations('pbx');
  return (
    <>
      <PageHead
        breadcrumb={t('breadcrumb')}
        title={<Skeleton className="my-1.5 h-5 w-48" />}
        facts={[<Skeleton key="facts" className="my-1 h-3 w-72" />]}
        tabs={<div className="h-9 border-b border-line max-sm:h-11" />}
      />
      <span role="status" className="sr-only">
        {t('loading')}
      </span>
      <PbxOverviewSkeleton />
    </>
  );
}
