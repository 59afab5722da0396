import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import { belowInput, loadBelowSearch } from '@/features/organisation/below-search';
import { OrganisationPage } from '@/features/organisation/organisation-page';
import { requireOrganisation } from '@/session/guard';
import { serverTrpc } from '@/trpc/server';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('organisations'))('title') };
}

export default async function GeneralPage({
  params,
  searchParams,
}: {
  params: Promise<{ organisationId: string }>;
  searchParams: Promise<SearchParams>;
}) {
  const { organisationId } = await params;
  await requireOrganisation(organisationId, 'organisations:read');
  const search = await loadBelowSearch(searchParams);
  const { trpc, prefetch, state } = serverTrpc();
  await Promise.all([
    prefetch(trpc.organisations.detail.queryOptions({ organisationId })),
    prefetch(trpc.organisations.list.queryOptions(belowInput(organisationId, search))),
  ]);
  return (
    <HydrationBoundary state={state()}>
      <OrganisationPage />
    </HydrationBoundary>
  );
}
