import { HydrationBoundary } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { openChangesInput } from '@/features/settings/changes/changes-search';
import { SettingsFrame } from '@/features/settings/settings-frame';
import { requireOrganisation } from '@/session/guard';
import { serverTrpc } from '@/trpc/server';

export default async function SettingsLayout({
  params,
  children,
}: {
  params: Promise<{ organisationId: string }>;
  children: ReactNode;
}) {
  const { organisationId } = await params;
  await requireOrganisation(organisationId, 'settings:read');
  const { trpc, prefetch, state } = serverTrpc();
  // The number beside a tab would push the others aside.
  await prefetch(trpc.settings.changes.queryOptions(openChangesInput(organisationId)));
  return (
    <HydrationBoundary state={state()}>
      <SettingsFrame>{children}</SettingsFrame>
    </HydrationBoundary>
  );
}
