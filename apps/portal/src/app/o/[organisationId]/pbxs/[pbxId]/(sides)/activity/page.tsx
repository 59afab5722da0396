import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import { activityInput, loadActivitySearch } from '@/features/activity/activity-search';
import { pbxTitle, prefetchPbx } from '@/features/pbx/load-pbx';
import { ActivityList } from '@/features/activity/activity-list';
import { requireOrganisation } from '@/session/guard';
import { serverTrpc } from '@/trpc/server';

type Params = Promise<{ organisationId: string; pbxId: string }>;

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  const { organisationId, pbxId } = await params;
  const [t, name] = await Promise.all([getTranslations('activity'), pbxTitle(organisationId, pbxId)]);
  return { title: name === undefined ? t('title') : `${t('title')} · ${name}` };
}

export default async function ActivityListPage({
  params,
  searchParams,
}: {
  params: Params;
  searchParams: Promise<SearchParams>;
}) {
  const { organisationId, pbxId } = await params;
  await requireOrganisation(organisationId, 'pbxs:read');
  const search = await loadActivitySearch(searchParams);
  const { trpc, prefetch, state } = serverTrpc();
  await Promise.all([
    prefetchPbx(organisationId, pbxId),
    prefetch(trpc.pbxs.activity.queryOptions(activityInput(organisationId, pbxId, search))),
  ]);
  return (
    <HydrationBoundary state={state()}>
      <ActivityList pbxId={pbxId} />
    </HydrationBoundary>
  );
}
