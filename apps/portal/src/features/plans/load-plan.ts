import { notFound } from 'next/navigation';
import { z } from 'zod';
import { appErrorOf } from '../../trpc/errors';
import { serverClient, serverTrpc } from '../../trpc/server';

/**
 * Puts the plan into the data of the page. A plan that is not there, or lies outside of what the visitor may see, is "not
 * found"; when the gateway fails, the browser asks again.
 */
export async function prefetchPlan(organisationId: string, planId: string): Promise<void> {
  if (!z.uuid().safeParse(planId).success) notFound();
  const { trpc, prefetch } = serverTrpc();
  try {
    const plan = await serverClient().plans.get.query({ organisationId, planId });
    await prefetch({ ...trpc.plans.get.queryOptions({ organisationId, planId }), queryFn: () => plan });
  } catch (error) {
    if (appErrorOf(error).code === 'not-found') notFound();
  }
}
