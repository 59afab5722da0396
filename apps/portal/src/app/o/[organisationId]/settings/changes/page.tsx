import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import { ChangesList } from '@/features/settings/changes/changes-list';
import { changesInput, isId, loadChangesSearch } from '@/features/settings/changes/changes-search';
import { requireOrganisation } from '@/session/guard';
import { serverTrpc } from '@/trpc/server';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('settingChanges.changes'))('title') };
}

export default async function SettingChangesPage({
  params,
  searchParams,
}: {
  params: Promise<{ organisationId: string }>;
  searchParams: Promise<SearchParams>;
}) {
  const { organisationId } = await params;
  await requireOrganisation(organisationId, 'settings:read');
  const search = await loadChangesSearch(searchParams);
  const { trpc, prefetch, state } = serverTrpc();
  await Promise.all([
    prefetch(trpc.settings.changes.queryOptions(changesInput(organisationId, search))),
    ...(isId(search.change)
      ? [prefetch(trpc.settings.change.queryOptions({ organisationId, changeId: search.change }))]
      : []),
  ]);
  return (
    <HydrationBoundary state={state()}>
      <ChangesList />
    </HydrationBoundary>
  );
}
