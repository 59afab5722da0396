import { getTranslations } from 'next-intl/server';
import { ListSkeleton } from '@/shell/page-skeletons';

export default async function Loading() {
  const t = await getTranslations('audit');
  return <ListSkeleton title={t('title')} label={t('checkpoints.loading')} columns={5} />;
}
