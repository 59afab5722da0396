import { getTranslations } from 'next-intl/server';
import { KeysSkeleton } from '@/features/keys/keys-skeleton';

export default async function Loading() {
  const t = await getTranslations('keys');
  return <KeysSkeleton label={t('loading')} />;
}
