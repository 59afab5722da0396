import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { AddPbxWizard } from '@/features/add-pbx/add-pbx-wizard';
import { requireOrganisation } from '@/session/guard';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('addPbx'))('title') };
}

export default async function AddPbxPage({ params }: { params: Promise<{ organisationId: string }> }) {
  const { organisationId } = await params;
  await requireOrganisation(organisationId, 'pbxs:create');
  return <AddPbxWizard />;
}
