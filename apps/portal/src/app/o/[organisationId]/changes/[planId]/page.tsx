import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { z } from 'zod';
import { PlanPage } from '@/features/plans/plan-page';
import { requireOrganisation } from '@/session/guard';
import { serverTrpc } from '@/trpc/server';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('plans'))('title') };
}

export default async function ChangePage({ params }: { params: Promise<{ organisationId: string; planId: string }> }) {
  const { organisationId, planId } = await params;
  await requireOrganisation(organisationId, 'plans:read');
  if (!z.uuid().safeParse(planId).success) notFound();
  const { trpc, prefetch, state } = serverTrpc();
  await prefetch(trpc.plans.get.queryOptions({ organisationId, planId }));
  return (
    <HydrationBoundary state={state()}>
      <PlanPage planId={planId} />
    </HydrationBoundary>
  );
}
