import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { BrandingPage } from '@/features/branding/branding-page';
import { requireOrganisation } from '@/session/guard';
import { serverTrpc } from '@/trpc/server';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('branding'))('title') };
}

export default async function OrganisationBrandingPage({ params }: { params: Promise<{ organisationId: string }> }) {
  const { organisationId } = await params;
  await requireOrganisation(organisationId, 'branding:update');
  const { trpc, prefetch, state } = serverTrpc();
  await prefetch(trpc.branding.get.queryOptions({ organisationId }));
  return (
    <HydrationBoundary state={state()}>
      <BrandingPage />
    </HydrationBoundary>
  );
}
