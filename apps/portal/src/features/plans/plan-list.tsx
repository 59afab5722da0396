'use client';
import { type PlanRow, planStates } from '@switchroom/contracts';
import { Button } from '@switchroom/ui/components/button';
import { EmptyState } from '@switchroom/ui/components/empty-state';
import { FilterBar } from '@switchroom/ui/components/filter-bar';
import { FilterChip } from '@switchroom/ui/components/filter-chip';
import { PageHead } from '@switchroom/ui/components/page-head';
import { Cell, RowLink } from '@switchroom/ui/components/table';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { GitCompareArrows } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useQueryStates } from 'nuqs';
import { useOrganisation } from '../../session/session-context';
import { ListBody, ListTable } from '../../shell/list-body';
import { ListSearchBox, toggled } from '../../shell/list-search-box';
import { Ago } from '../../shell/time';
import { useTRPC } from '../../trpc/context';
import { useFleetUpdates } from '../fleet/fleet-live';
import { useThrottled } from '../fleet/use-throttled';
import { PlanStateChip } from '../states/plan-state-chip';
import { usePlanTitle } from '../states/use-plan-title';
import { type PlanListSearch, planListInput, planListParsers } from './plan-list-search';

const REREAD_MS = 500;

/** All changes of the organisation and below, newest first. */
export function PlanList() {
  const t = useTranslations('plans');
  const common = useTranslations('common.actions');
  const trpc = useTRPC();
  const { id } = useOrganisation();
  const [search, setSearch] = useQueryStates(planListParsers, { history: 'replace' });
  const list = useQuery({
    ...trpc.plans.list.queryOptions(planListInput(id, search)),
    placeholderData: keepPreviousData,
  });
  // A plan that moves on changes the last operation of its PBX.
  const reread = useThrottled(() => void list.refetch(), REREAD_MS);
  useFleetUpdates(reread);
  const narrow = (next: Partial<PlanListSearch>): void => void setSearch({ ...next, after: null, page: null });
  const filtered = search.q !== '' || search.state.length > 0 || search.pbx !== null;

  return (
    <>
      <PageHead title={t('title')} />
      {list.data?.total === 0 && !filtered ? (
        <EmptyState icon={<GitCompareArrows aria-hidden="true" />} title={t('empty.title')}>
          {t('empty.text')}
        </EmptyState>
      ) : (
        <div className="grid gap-3">
          <FilterBar
            label={t('filters.label')}
            search={<ListSearchBox label={t('filters.search')} value={search.q} onChange={(q) => narrow({ q })} />}
            end={
              filtered ? (
                <Button size="sm" variant="ghost" onClick={() => narrow({ q: '', state: [], pbx: null })}>
                  {common('clearFilters')}
                </Button>
              ) : undefined
            }
          >
            {planStates.map((state) => (
              <FilterChip
                key={state}
                pressed={search.state.includes(state)}
                onPressedChange={(on) => narrow({ state: toggled(search.state, state, on) })}
              >
                {t(`states.${state}`)}
              </FilterChip>
            ))}
          </FilterBar>
          <ListBody
            list={list}
            place={search}
            onGo={(next) => void setSearch(next, { history: 'push' })}
            loading={t('loading')}
            columns={6}
          >
            {({ rows }) => <PlanTable rows={rows} busy={list.isPlaceholderData} />}
          </ListBody>
        </div>
      )}
    </>
  );
}

function PlanTable({ rows, busy }: { rows: readonly PlanRow[]; busy: boolean }) {
  const t = useTranslations('plans');
  const title = usePlanTitle();
  const router = useRouter();
  const { id } = useOrganisation();
  const pathOf = (row: PlanRow): string => `/o/${id}/changes/${row.id}`;
  return (
    <ListTable
      label={t('title')}
      heads={(['title', 'pbx', 'state', 'operations', 'by', 'at'] as const).map((key) => t(`columns.${key}`))}
      rows={rows}
      busy={busy}
      empty={t('noMatch')}
      onOpen={(row) => router.push(pathOf(row))}
    >
      {(row) => (
        <>
          <Cell label={t('columns.title')}>
            <RowLink href={pathOf(row)} stretched>
              {title(row.title)}
            </RowLink>
          </Cell>
          <Cell label={t('columns.pbx')}>{row.pbx.name}</Cell>
          <Cell label={t('columns.state')}>
            <PlanStateChip state={row.state} plain />
          </Cell>
          <Cell label={t('columns.operations')}>
            {t('counts', {
              verified: row.operations.verified,
              total: Object.values(row.operations).reduce((sum, count) => sum + count, 0),
            })}
          </Cell>
          <Cell label={t('columns.by')}>{row.createdBy}</Cell>
          <Cell label={t('columns.at')}>
            <Ago value={row.endedAt ?? row.createdAt} />
          </Cell>
        </>
      )}
    </ListTable>
  );
}
