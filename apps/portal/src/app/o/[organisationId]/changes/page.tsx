import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import { PlanList } from '@/features/plans/plan-list';
import { loadPlanListSearch, planListInput } from '@/features/plans/plan-list-search';
import { requireOrganisation } from '@/session/guard';
import { serverTrpc } from '@/trpc/server';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('plans'))('title') };
}

export default async function ChangesPage({
  params,
  searchParams,
}: {
  params: Promise<{ organisationId: string }>;
  searchParams: Promise<SearchParams>;
}) {
  const { organisationId } = await params;
  await requireOrganisation(organisationId, 'plans:read');
  const search = await loadPlanListSearch(searchParams);
  const { trpc, prefetch, state } = serverTrpc();
  await prefetch(trpc.plans.list.queryOptions(planListInput(organisationId, search)));
  return (
    <HydrationBoundary state={state()}>
      <PlanList />
    </HydrationBoundary>
  );
}
