import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { prefetchPlan } from '@/features/plans/load-plan';
import { PlanPage } from '@/features/plans/plan-page';
import { requireOrganisation } from '@/session/guard';
import { serverTrpc } from '@/trpc/server';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('plans'))('title') };
}

export default async function ChangePage({ params }: { params: Promise<{ organisationId: string; planId: string }> }) {
  const { organisationId, planId } = await params;
  await requireOrganisation(organisationId, 'plans:read');
  await prefetchPlan(organisationId, planId);
  return (
    <HydrationBoundary state={serverTrpc().state()}>
      <PlanPage planId={planId} />
    </HydrationBoundary>
  );
}
