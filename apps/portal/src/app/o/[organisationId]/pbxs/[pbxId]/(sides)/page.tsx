import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { pbxTitle, prefetchPbx } from '@/features/pbx/load-pbx';
import { PbxOverview } from '@/features/pbx/pbx-overview';
import { requireOrganisation } from '@/session/guard';
import { serverTrpc } from '@/trpc/server';

type Params = Promise<{ organisationId: string; pbxId: string }>;

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  const { organisationId, pbxId } = await params;
  const name = await pbxTitle(organisationId, pbxId);
  return { title: name ?? (await getTranslations('pbx'))('fallbackTitle') };
}

export default async function PbxPage({ params }: { params: Params }) {
  const { organisationId, pbxId } = await params;
  await requireOrganisation(organisationId, 'pbxs:read');
  await prefetchPbx(organisationId, pbxId);
  return (
    <HydrationBoundary state={serverTrpc().state()}>
      <PbxOverview pbxId={pbxId} />
    </HydrationBoundary>
  );
}
