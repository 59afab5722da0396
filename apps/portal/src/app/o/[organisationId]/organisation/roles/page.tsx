import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { RoleList } from '@/features/roles/role-list';
import { requireOrganisation } from '@/session/guard';
import { serverTrpc } from '@/trpc/server';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('members.roles'))('title') };
}

export default async function RolesPage({ params }: { params: Promise<{ organisationId: string }> }) {
  const { organisationId } = await params;
  await requireOrganisation(organisationId, 'roles:read');
  const { trpc, prefetch, state } = serverTrpc();
  await prefetch(trpc.roles.list.queryOptions({ organisationId }));
  return (
    <HydrationBoundary state={state()}>
      <RoleList />
    </HydrationBoundary>
  );
}
