'use client';
import type { PlanView } from '@switchroom/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useOrganisation } from '../../session/session-context';
import { useTRPC } from '../../trpc/context';

/** Puts a plan that was just made into the page's data, so that its review opens without waiting. */
export function useRememberPlan(): (plan: PlanView) => void {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { id: organisationId } = useOrganisation();
  return (plan) => {
    queryClient.setQueryData(trpc.plans.get.queryKey({ organisationId, planId: plan.id }), plan);
    void queryClient.invalidateQueries(trpc.plans.list.pathFilter());
  };
}
