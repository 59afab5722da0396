import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { FilesPage } from '@/features/settings/files/files-page';
import { requireOrganisation } from '@/session/guard';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('settingChanges.transfer'))('title') };
}

export default async function SettingFilesPage({ params }: { params: Promise<{ organisationId: string }> }) {
  await requireOrganisation((await params).organisationId, 'settings:read');
  return <FilesPage />;
}
