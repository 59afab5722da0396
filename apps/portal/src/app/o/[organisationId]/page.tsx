import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { Overview } from '@/features/overview/overview';
import { overviewQueries } from '@/features/overview/queries';
import { requireOrganisation } from '@/session/guard';
import { navigationEntries } from '@/shell/navigation';
import { serverTrpc } from '@/trpc/server';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('overview'))('title') };
}

export default async function OverviewPage({ params }: { params: Promise<{ organisationId: string }> }) {
  const { organisationId } = await params;
  const { organisation } = await requireOrganisation(organisationId);
  if (!organisation.permissions.includes('pbxs:read')) {
    // Somebody who looks after people alone starts with the first page that is theirs.
    const first = navigationEntries.find(({ permission }) => organisation.permissions.includes(permission));
    if (first === undefined) notFound();
    redirect(`/o/${organisationId}${first.path}`);
  }
  const { trpc, prefetch, state } = serverTrpc();
  const queries = overviewQueries(organisationId);
  await Promise.all([
    prefetch(trpc.pbxs.counts.queryOptions({ organisationId })),
    ...queries.attention.map((input) => prefetch(trpc.pbxs.list.queryOptions(input))),
    organisation.permissions.includes('plans:read')
      ? prefetch(trpc.plans.list.queryOptions(queries.changes))
      : Promise.resolve(),
  ]);
  return (
    <HydrationBoundary state={state()}>
      <Overview />
    </HydrationBoundary>
  );
}
