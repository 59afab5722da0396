import { getTranslations } from 'next-intl/server';
import { SideSkeleton } from '@/features/pbx/side-skeleton';

export default async function Loading() {
  return <SideSkeleton label={(await getTranslations('appObjects'))('loading')} columns={7} />;
}
