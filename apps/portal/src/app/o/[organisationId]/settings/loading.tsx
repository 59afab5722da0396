import { getTranslations } from 'next-intl/server';
import { ValuesSkeleton } from '@/features/settings/page/values-skeleton';

export default async function Loading() {
  return <ValuesSkeleton label={(await getTranslations('settingValues'))('loading')} />;
}
