import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { pbxTitle, prefetchPbx } from '@/features/pbx/load-pbx';
import { LicenceList } from '@/features/licences/licence-list';
import { requireOrganisation } from '@/session/guard';
import { serverTrpc } from '@/trpc/server';

type Params = Promise<{ organisationId: string; pbxId: string }>;

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  const { organisationId, pbxId } = await params;
  const [t, name] = await Promise.all([getTranslations('licences'), pbxTitle(organisationId, pbxId)]);
  return { title: name === undefined ? t('title') : `${t('title')} · ${name}` };
}

export default async function LicenceListPage({ params }: { params: Params }) {
  const { organisationId, pbxId } = await params;
  await requireOrganisation(organisationId, 'pbxs:read');
  await prefetchPbx(organisationId, pbxId);
  return (
    <HydrationBoundary state={serverTrpc().state()}>
      <LicenceList pbxId={pbxId} />
    </HydrationBoundary>
  );
}
