import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import { ComparePage } from '@/features/settings/compare/compare-page';
import { compareInput, loadCompareSearch } from '@/features/settings/compare/compare-search';
import { requireOrganisation } from '@/session/guard';
import { serverTrpc } from '@/trpc/server';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('settingChanges.compare'))('title') };
}

export default async function CompareSettingsPage({
  params,
  searchParams,
}: {
  params: Promise<{ organisationId: string }>;
  searchParams: Promise<SearchParams>;
}) {
  const { organisationId } = await params;
  await requireOrganisation(organisationId, 'settings:read');
  const input = compareInput(organisationId, await loadCompareSearch(searchParams));
  const { trpc, prefetch, state } = serverTrpc();
  if (input !== undefined) await prefetch(trpc.settings.compare.queryOptions(input));
  return (
    <HydrationBoundary state={state()}>
      <ComparePage />
    </HydrationBoundary>
  );
}
