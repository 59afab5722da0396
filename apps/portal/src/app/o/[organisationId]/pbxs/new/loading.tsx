import { getTranslations } from 'next-intl/server';
import { FormSkeleton } from '@/features/add-pbx/form-skeleton';

export default async function Loading() {
  const [t, common] = await Promise.all([getTranslations('addPbx'), getTranslations('common')]);
  return <FormSkeleton breadcrumb={t('breadcrumb')} title={t('title')} label={common('loading')} />;
}
