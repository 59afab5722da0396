import { PageHead } from '@switchroom/ui/components/page-head';
import { getTranslations } from 'next-intl/server';
import { PlanSkeleton } from '@/features/plans/plan-review';

export default async function Loading() {
  const t = await getTranslations('plans');
  return (
    <>
      <PageHead title={t('title')} />
      <PlanSkeleton label={t('review.loading')} />
    </>
  );
}
