import { HydrationBoundary } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ValuesPage } from '@/features/settings/page/values-page';
import { requireOrganisation } from '@/session/guard';
import { serverTrpc } from '@/trpc/server';

/** The form lies here and not in the page below it: what was entered stays while the person goes from group to group. */
export default async function SettingValuesLayout({
  params,
  children,
}: {
  params: Promise<{ organisationId: string }>;
  children: ReactNode;
}) {
  const { organisationId } = await params;
  await requireOrganisation(organisationId, 'settings:read');
  const { trpc, prefetch, state } = serverTrpc();
  await prefetch(trpc.settings.list.queryOptions({ organisationId }));
  return (
    <HydrationBoundary state={state()}>
      <ValuesPage />
      {children}
    </HydrationBoundary>
  );
}
