'use client';
import type { PlanRow } from '@switchroom/contracts';
import { IconButton } from '@switchroom/ui/components/icon-button';
import { Link } from '@switchroom/ui/components/link';
import { TextLink } from '@switchroom/ui/components/link-button';
import { Popover } from '@switchroom/ui/components/popover';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { ListChecks } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useFleetUpdates } from '../features/fleet/fleet-live';
import { useThrottled } from '../features/fleet/use-throttled';
import { PlanStateChip } from '../features/states/plan-state-chip';
import { usePlanTitle } from '../features/states/use-plan-title';
import { useCan, useOrganisation } from '../session/session-context';
import { useTRPC } from '../trpc/context';

const REFRESH_MS = 10_000;

/** Changes that are queued or running in this organisation: found again from every page. */
export function JobsIndicator() {
  return useCan('plans:read') ? <Jobs /> : null;
}

function Jobs() {
  const t = useTranslations('shell.jobs');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const organisation = useOrganisation();
  const [open, setOpen] = useState(false);
  const running = useQuery({
    ...trpc.plans.list.queryOptions({ organisationId: organisation.id, state: ['queued', 'running'], limit: 20 }),
    placeholderData: keepPreviousData,
    refetchInterval: (query) => ((query.state.data?.total ?? 0) > 0 ? REFRESH_MS : false),
  });
  const total = running.data?.total ?? 0;
  const refresh = useThrottled(() => void queryClient.invalidateQueries(trpc.plans.list.pathFilter()), 500);
  useFleetUpdates((update) => {
    const busy = update.kind === 'rows' && update.rows.some(({ lastOperation }) => lastOperation !== undefined);
    if (busy || total > 0) refresh();
  });
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      label={t('title')}
      align="end"
      className="w-80 p-0"
      trigger={
        <IconButton
          label={t('label', { count: total })}
          icon={
            <span className="relative">
              <ListChecks aria-hidden="true" />
              {total > 0 ? (
                <span
                  aria-hidden="true"
                  className="absolute -top-1.5 -right-2 grid h-4 min-w-4 place-items-center rounded-full bg-accent px-1 text-[0.625rem] font-semibold text-on-accent"
                >
                  {total > 99 ? '99+' : total}
                </span>
              ) : null}
            </span>
          }
        />
      }
    >
      <p className="border-b border-line px-3 py-2 text-sm font-medium">{t('title')}</p>
      {running.data && running.data.rows.length > 0 ? (
        <ul className="max-h-80 overflow-y-auto py-1">
          {running.data.rows.map((plan) => (
            <JobLine key={plan.id} plan={plan} organisationId={organisation.id} onOpen={() => setOpen(false)} />
          ))}
        </ul>
      ) : (
        <p className="px-3 py-4 text-sm text-fg-muted">{t('empty')}</p>
      )}
      <p className="border-t border-line px-3 py-2 text-sm">
        <TextLink href={`/o/${organisation.id}/changes`} onClick={() => setOpen(false)}>
          {t('all')}
        </TextLink>
      </p>
    </Popover>
  );
}

function JobLine({ plan, organisationId, onOpen }: { plan: PlanRow; organisationId: string; onOpen: () => void }) {
  const t = useTranslations('shell.jobs');
  const title = usePlanTitle();
  const total = Object.values(plan.operations).reduce((sum, count) => sum + count, 0);
  return (
    <li>
      <Link
        href={`/o/${organisationId}/changes/${plan.id}`}
        onClick={onOpen}
        className="grid gap-0.5 px-3 py-2 hover:bg-hover focus-visible:-outline-offset-2"
      >
        <span className="flex items-center justify-between gap-2">
          <span className="min-w-0 truncate text-sm">{title(plan.title)}</span>
          <PlanStateChip state={plan.state} plain />
        </span>
        <span className="flex justify-between gap-2 text-xs text-fg-muted">
          <span className="truncate">{plan.pbx.name}</span>
          <span className="shrink-0 tabular-nums">{t('progress', { done: plan.operations.verified, total })}</span>
        </span>
      </Link>
    </li>
  );
}
