import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { AuditSettings } from '@/features/audit/audit-settings';
import { requireOrganisation } from '@/session/guard';
import { serverTrpc } from '@/trpc/server';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('audit'))('tabs.settings') };
}

export default async function AuditSettingsPage({ params }: { params: Promise<{ organisationId: string }> }) {
  const { organisationId } = await params;
  await requireOrganisation(organisationId, 'audit:read');
  const { trpc, prefetch, state } = serverTrpc();
  await prefetch(trpc.auditTrail.retention.queryOptions({ organisationId }));
  return (
    <HydrationBoundary state={state()}>
      <AuditSettings />
    </HydrationBoundary>
  );
}
