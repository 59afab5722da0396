'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useCan, useOrganisation } from '../../session/session-context';
import { useTRPC } from '../../trpc/context';
import { AppPanel } from './app-panel';
import type { AppSearch } from './app-search';
import { CreatePanel } from './create-panel';
import { LeaveDialog } from './leave-dialog';
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
  const { view, asking, setDirty, stay, leave } = useHeldView(search, setSearch);
  const onPlan = (planId: string): void => setSearch({ plan: planId }, { history: 'push' });
  const close = (): void => {
    setDirty(false);
    setSearch({ app: null, new: null, plan: null });
  };
  const closePlan = (planId: string): void => {
    const plan = queryClient.getQueryData(trpc.plans.get.queryKey({ organisationId, planId }));
    // A plan that was confirmed has used up the form behind it.
    if (plan === undefined || plan.state === 'open' || plan.state === 'discarded') setSearch({ plan: null });
    else close();
  };
  const hidden = search.plan !== null;
  return (
    <>
      {view.app === null ? null : (
        <AppPanel
          key={view.app}
          pbxId={pbxId}
          guid={view.app}
          online={online}
          hidden={hidden}
          onDirty={setDirty}
          onClose={close}
          onPlan={onPlan}
          onOpen={(guid) => setSearch({ app: guid }, { history: 'push' })}
        />
      )}
      {view.app === null && view.new !== null && mayChange ? (
        <CreatePanel
          pbxId={pbxId}
          online={online}
          choice={view.new}
          hidden={hidden}
          urlStart={urlStart}
          onDirty={setDirty}
          onChoice={(choice) => setSearch({ new: choice }, { history: 'push' })}
          onClose={close}
          onPlan={onPlan}
        />
      ) : null}
      {search.plan === null ? null : (
        <PlanPanel planId={search.plan} onClose={closePlan} onRetried={(planId) => setSearch({ plan: planId })} />
      )}
      <LeaveDialog open={asking} onStay={stay} onLeave={leave} />
    </>
  );
}

/**
 * The panel that is shown. It follows the address, but a form that was touched is held until the person says whether to
 * leave it: the browser's "back" changes the address first.
 */
function useHeldView(
  search: AppSearch,
  setSearch: (next: Opened, options?: { history: 'push' | 'replace' }) => void,
): {
  view: Pick<AppSearch, 'app' | 'new'>;
  asking: boolean;
  setDirty: (dirty: boolean) => void;
  stay: () => void;
  leave: () => void;
} {
  const [view, setView] = useState({ app: search.app, new: search.new });
  const [dirty, setDirty] = useState(false);
  const moved = view.app !== search.app || view.new !== search.new;
  if (moved && !dirty) setView({ app: search.app, new: search.new });
  return {
    view,
    asking: moved && dirty,
    setDirty,
    stay: () => setSearch({ ...view, plan: null }, { history: 'push' }),
    leave: () => setDirty(false),
  };
}
