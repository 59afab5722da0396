import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { getTimeZone, getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import { AuditList } from '@/features/audit/audit-list';
import { auditListInput, loadAuditListSearch } from '@/features/audit/audit-list-search';
import { requireOrganisation } from '@/session/guard';
import { serverTrpc } from '@/trpc/server';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('audit'))('title') };
}

export default async function AuditPage({
  params,
  searchParams,
}: {
  params: Promise<{ organisationId: string }>;
  searchParams: Promise<SearchParams>;
}) {
  const { organisationId } = await params;
  await requireOrganisation(organisationId, 'audit:read');
  const search = await loadAuditListSearch(searchParams);
  const { trpc, prefetch, state } = serverTrpc();
  await prefetch(trpc.auditTrail.list.queryOptions(auditListInput(organisationId, search, await getTimeZone())));
  return (
    <HydrationBoundary state={state()}>
      <AuditList />
    </HydrationBoundary>
  );
}
