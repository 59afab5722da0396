import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ChecksPage } from '@/features/connectivity/checks-page';
import { calendarInput } from '@/features/connectivity/calendar-values';
import { requireOrganisation } from '@/session/guard';
import { serverTrpc } from '@/trpc/server';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('checks'))('title') };
}

export default async function ChecksOfSettingsPage({ params }: { params: Promise<{ organisationId: string }> }) {
  const { organisationId } = await params;
  const { organisation } = await requireOrganisation(organisationId, 'settings:probe');
  const { trpc, prefetch, state } = serverTrpc();
  if (organisation.permissions.includes('settings:read')) {
    const { id, name, kind } = organisation;
    await prefetch(
      trpc.settings.list.queryOptions(calendarInput(organisationId, { organisation: { id, name, kind } })),
    );
  }
  return (
    <HydrationBoundary state={state()}>
      <ChecksPage />
    </HydrationBoundary>
  );
}
