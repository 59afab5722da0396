import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Overview } from '@/features/overview/overview';
import { overviewQueries } from '@/features/overview/queries';
import { requireOrganisation } from '@/session/guard';
import { serverTrpc } from '@/trpc/server';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('overview'))('title') };
}

export default async function OverviewPage({ params }: { params: Promise<{ organisationId: string }> }) {
  const { organisationId } = await params;
  const { session } = await requireOrganisation(organisationId, 'pbxs:read');
  const { trpc, prefetch, state } = serverTrpc();
  const queries = overviewQueries(organisationId);
  await Promise.all([
    prefetch(trpc.pbxs.counts.queryOptions({ organisationId })),
    ...queries.attention.map((input) => prefetch(trpc.pbxs.list.queryOptions(input))),
    session.permissions.includes('plans:read')
      ? prefetch(trpc.plans.list.queryOptions(queries.changes))
      : Promise.resolve(),
  ]);
  return (
    <HydrationBoundary state={state()}>
      <Overview />
    </HydrationBoundary>
  );
}
