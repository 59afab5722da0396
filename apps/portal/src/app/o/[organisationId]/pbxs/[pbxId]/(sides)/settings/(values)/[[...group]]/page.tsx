import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { pbxTitle } from '@/features/pbx/load-pbx';
import { settingGroupOf } from '@/features/settings/page/setting-group';
import { requireOrganisation } from '@/session/guard';

type Params = Promise<{ organisationId: string; pbxId: string; group?: string[] }>;

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  const { organisationId, pbxId } = await params;
  const [t, name] = await Promise.all([getTranslations('settingValues'), pbxTitle(organisationId, pbxId)]);
  return { title: name === undefined ? t('title') : `${t('title')} · ${name}` };
}

/** One group of a PBX's values; the layout above shows it. */
export default async function PbxSettingGroupPage({ params }: { params: Params }) {
  const { organisationId, group } = await params;
  await requireOrganisation(organisationId, 'settings:read');
  if (settingGroupOf(group) === 'unknown') notFound();
  return null;
}
