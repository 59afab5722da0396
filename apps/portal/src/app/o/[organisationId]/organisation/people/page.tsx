import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import { PeopleList } from '@/features/people/people-list';
import { loadPeopleSearch, openInvitationsInput, peopleInput } from '@/features/people/people-search';
import { requireOrganisation } from '@/session/guard';
import { serverTrpc } from '@/trpc/server';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('members'))('title') };
}

export default async function PeoplePage({
  params,
  searchParams,
}: {
  params: Promise<{ organisationId: string }>;
  searchParams: Promise<SearchParams>;
}) {
  const { organisationId } = await params;
  const { organisation } = await requireOrganisation(organisationId, 'members:read');
  const search = await loadPeopleSearch(searchParams);
  const { trpc, prefetch, state } = serverTrpc();
  await Promise.all([
    prefetch(trpc.members.list.queryOptions(peopleInput(organisationId, search))),
    organisation.permissions.includes('members:manage')
      ? prefetch(trpc.invitations.list.queryOptions(openInvitationsInput(organisationId)))
      : undefined,
  ]);
  return (
    <HydrationBoundary state={state()}>
      <PeopleList />
    </HydrationBoundary>
  );
}
