import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { settingGroupOf } from '@/features/settings/page/setting-group';
import { requireOrganisation } from '@/session/guard';

type Params = Promise<{ organisationId: string; group?: string[] }>;

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  const [t, names] = await Promise.all([getTranslations('settingValues'), getTranslations('settings.groups')]);
  const group = settingGroupOf((await params).group);
  return { title: group === undefined || group === 'unknown' ? t('title') : `${names(group)} · ${t('title')}` };
}

/** One group of values; the layout above shows it. */
export default async function SettingGroupPage({ params }: { params: Params }) {
  const { organisationId, group } = await params;
  await requireOrganisation(organisationId, 'settings:read');
  if (settingGroupOf(group) === 'unknown') notFound();
  return null;
}
