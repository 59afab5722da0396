import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { LinkPage } from '@/features/add-pbx/link-page';
import { pbxTitle, prefetchPbx } from '@/features/pbx/load-pbx';
import { requireOrganisation } from '@/session/guard';
import { serverTrpc } from '@/trpc/server';

type Params = Promise<{ organisationId: string; pbxId: string }>;

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  const { organisationId, pbxId } = await params;
  const t = await getTranslations('addPbx');
  const name = await pbxTitle(organisationId, pbxId);
  return { title: name === undefined ? t('fallbackTitle') : t('linkTitle', { name }) };
}

export default async function PbxLinkPage({ params }: { params: Params }) {
  const { organisationId, pbxId } = await params;
  await requireOrganisation(organisationId, 'pbxs:read');
  const { trpc, prefetch, state } = serverTrpc();
  await Promise.all([
    prefetchPbx(organisationId, pbxId),
    prefetch(trpc.pbxs.instructions.queryOptions({ organisationId, pbxId })),
  ]);
  return (
    <HydrationBoundary state={state()}>
      <LinkPage key={pbxId} pbxId={pbxId} />
    </HydrationBoundary>
  );
}
