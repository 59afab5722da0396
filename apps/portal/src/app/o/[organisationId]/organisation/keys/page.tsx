import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { KeysPage } from '@/features/keys/keys-page';
import { requireOrganisation } from '@/session/guard';
import { serverTrpc } from '@/trpc/server';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('keys'))('title') };
}

export default async function OrganisationKeysPage({ params }: { params: Promise<{ organisationId: string }> }) {
  const { organisationId } = await params;
  await requireOrganisation(organisationId, 'keys:read');
  const { trpc, prefetch, state } = serverTrpc();
  await prefetch(trpc.keys.state.queryOptions({ organisationId }));
  return (
    <HydrationBoundary state={state()}>
      <KeysPage />
    </HydrationBoundary>
  );
}
