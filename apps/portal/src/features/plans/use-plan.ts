'use client';
import type { PlanView } from '@switchroom/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useOrganisation } from '../../session/session-context';
import { useTRPC, useTRPCClient } from '../../trpc/context';
import { putLive } from '../../trpc/put-live';
import { useLive } from '../../trpc/use-live';
import { useFleetUpdates } from '../fleet/fleet-live';

/** A plan with its live changes, and what a person can do with it. */
export function usePlan(planId: string) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const { id: organisationId } = useOrganisation();
  const input = { organisationId, planId };
  const query = useQuery(trpc.plans.get.queryOptions(input));
  useLive<PlanView>(
    (handlers) => client.plans.watch.subscribe(input, handlers),
    (plan) => putLive(queryClient, trpc.plans.get.queryKey(input), plan),
    [organisationId, planId],
  );
  // A plan's own stream tells about the plan; whether its PBX is there is news of the fleet.
  useFleetUpdates((update) => {
    if (update.kind !== 'rows') return;
    queryClient.setQueryData(trpc.plans.get.queryKey(input), (known) => {
      const row = update.rows.find(({ id }) => id === known?.pbx.id);
      return known && row ? { ...known, pbx: { ...known.pbx, online: row.link.kind === 'online' } } : known;
    });
  });
  const onSuccess = async (plan: PlanView): Promise<void> => {
    // The stream may have told of a later state before this answer came; that one stays.
    queryClient.setQueryData(trpc.plans.get.queryKey({ organisationId, planId: plan.id }), (known) =>
      known === undefined || known.state === 'open' || plan.state === 'discarded' ? plan : known,
    );
    await queryClient.invalidateQueries(trpc.plans.list.pathFilter());
  };
  const confirm = useMutation(trpc.plans.confirm.mutationOptions({ onSuccess }));
  const discard = useMutation(trpc.plans.discard.mutationOptions({ onSuccess }));
  const stop = useMutation(trpc.plans.stop.mutationOptions({ onSuccess }));
  const retry = useMutation(trpc.plans.retry.mutationOptions({ onSuccess }));
  return {
    query,
    plan: query.data,
    confirm: () => confirm.mutate(input),
    /** `onDone` is called once it is discarded; a refusal stays on screen instead. */
    discard: (onDone?: () => void) => discard.mutate(input, { onSuccess: onDone }),
    /** Leaves out what was not tried yet. */
    stop: () => stop.mutate(input),
    /** Makes a new plan of what is left; `onPlan` gets it. */
    retry: (onPlan: (plan: PlanView) => void) => retry.mutate(input, { onSuccess: onPlan }),
    busy: { confirm: confirm.isPending, discard: discard.isPending, stop: stop.isPending, retry: retry.isPending },
    error: confirm.error ?? discard.error ?? stop.error ?? retry.error,
  };
}
