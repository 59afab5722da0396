'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useCan, useOrganisation } from '../../session/session-context';
import { useTRPC } from '../../trpc/context';
import { AppPanel } from './app-panel';
import type { AppSearch } from './app-search';
import { CreatePanel } from './create-panel';
import { PlanPanel } from './plan-panel';

type Opened = Partial<Record<'app' | 'new' | 'plan', string | null>>;

/**
 * What stands over the list: one App object, a new one, or the plan made from either. The form behind a plan keeps what
 * was typed until the plan is carried out, so that "discard" leads back to it.
 */
export function AppPanels({
  pbxId,
  online,
  search,
  setSearch,
  urlStart,
}: {
  pbxId: string;
  online: boolean;
  search: AppSearch;
  setSearch: (next: Opened, options?: { history: 'push' | 'replace' }) => void;
  urlStart: string | undefined;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { id: organisationId } = useOrganisation();
  const mayChange = useCan('app-objects:change');
  const onPlan = (planId: string): void => setSearch({ plan: planId }, { history: 'push' });
  const close = (): void => setSearch({ app: null, new: null, plan: null });
  const closePlan = (planId: string): void => {
    const plan = queryClient.getQueryData(trpc.plans.get.queryKey({ organisationId, planId }));
    // A plan that was confirmed has used up the form behind it.
    if (plan === undefined || plan.state === 'open' || plan.state === 'discarded') setSearch({ plan: null });
    else close();
  };
  const hidden = search.plan !== null;
  return (
    <>
      {search.app === null ? null : (
        <AppPanel
          key={search.app}
          pbxId={pbxId}
          guid={search.app}
          online={online}
          hidden={hidden}
          onClose={close}
          onPlan={onPlan}
          onOpen={(guid) => setSearch({ app: guid }, { history: 'push' })}
        />
      )}
      {search.app === null && search.new !== null && mayChange ? (
        <CreatePanel
          pbxId={pbxId}
          online={online}
          choice={search.new}
          hidden={hidden}
          urlStart={urlStart}
          onChoice={(choice) => setSearch({ new: choice }, { history: 'push' })}
          onClose={close}
          onPlan={onPlan}
        />
      ) : null}
      {search.plan === null ? null : (
        <PlanPanel planId={search.plan} onClose={closePlan} onRetried={(planId) => setSearch({ plan: planId })} />
      )}
    </>
  );
}
