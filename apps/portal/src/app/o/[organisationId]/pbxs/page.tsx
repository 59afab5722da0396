import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import { listInput, loadListSearch } from '@/features/fleet/list-search';
import { PbxList } from '@/features/fleet/pbx-list';
import { requireOrganisation } from '@/session/guard';
import { serverTrpc } from '@/trpc/server';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('pbxs'))('title') };
}

export default async function PbxsPage({
  params,
  searchParams,
}: {
  params: Promise<{ organisationId: string }>;
  searchParams: Promise<SearchParams>;
}) {
  const { organisationId } = await params;
  await requireOrganisation(organisationId, 'pbxs:read');
  const search = await loadListSearch(searchParams);
  const { trpc, prefetch, state } = serverTrpc();
  await Promise.all([
    prefetch(trpc.pbxs.list.queryOptions(listInput(organisationId, search))),
    prefetch(trpc.pbxs.counts.queryOptions({ organisationId })),
  ]);
  return (
    <HydrationBoundary state={state()}>
      <PbxList />
    </HydrationBoundary>
  );
}
