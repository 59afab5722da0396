import { SkeletonTable } from '@switchroom/ui/components/skeleton';
import { getTranslations } from 'next-intl/server';

export default async function Loading() {
  const t = await getTranslations('account');
  return <SkeletonTable label={t('loading')} columns={2} rows={6} />;
}
