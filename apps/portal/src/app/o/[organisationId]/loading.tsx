import { getTranslations } from 'next-intl/server';
import { OverviewSkeleton } from '@/features/overview/overview-skeleton';

export default async function Loading() {
  const [overview, common] = await Promise.all([getTranslations('overview'), getTranslations('common')]);
  return <OverviewSkeleton title={overview('title')} label={common('loading')} />;
}
