'use client';
import { Button } from '@switchroom/ui/components/button';
import { EmptyState } from '@switchroom/ui/components/empty-state';
import { FilterBar } from '@switchroom/ui/components/filter-bar';
import { FilterChip } from '@switchroom/ui/components/filter-chip';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Blocks, EyeOff, Plug, Plus, TriangleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useQueryStates } from 'nuqs';
import { useCallback } from 'react';
import { useCan, useOrganisation } from '../../session/session-context';
import { useTRPC } from '../../trpc/context';
import { ListBody } from '../../shell/list-body';
import { ListSearchBox } from '../../shell/list-search-box';
import { AsOf } from '../pbx/as-of';
import { usePbx } from '../pbx/use-pbx';
import { AppPanels } from './app-panels';
import {
  APPS_PAGE,
  type AppFilter,
  type AppSearch,
  appFilters,
  appListInput,
  appParsers,
  isNarrowed,
} from './app-search';
import { AppTable } from './app-table';
import { urlStart } from './form-values';
import { useAppsLive } from './use-apps-live';

const filterIcons: Record<AppFilter, typeof TriangleAlert> = {
  outside: TriangleAlert,
  hidden: EyeOff,
  connected: Plug,
};

/** The App objects of a PBX, live; what is open (an object, a new one, a plan) stands in the address. */
export function AppList({ pbxId }: { pbxId: string }) {
  const t = useTranslations('appObjects');
  const common = useTranslations('common.actions');
  const trpc = useTRPC();
  const { id: organisationId } = useOrganisation();
  const mayChange = useCan('app-objects:change');
  const pbx = usePbx(pbxId).data;
  const [search, setSearch] = useQueryStates(appParsers, { history: 'replace' });
  const list = useQuery({
    ...trpc.appObjects.list.queryOptions(appListInput(organisationId, pbxId, search)),
    placeholderData: keepPreviousData,
  });
  useAppsLive(pbxId);
  const narrow = useCallback(
    (next: Partial<AppSearch>) => void setSearch({ ...next, after: null, page: null }),
    [setSearch],
  );
  const searchFor = useCallback((q: string) => narrow({ q }), [narrow]);
  const open = (next: { app?: string; new?: string }): void =>
    void setSearch({ app: next.app ?? null, new: next.new ?? null, plan: null }, { history: 'push' });
  const add = mayChange ? (
    <Button variant="primary" icon={<Plus aria-hidden="true" />} onClick={() => open({ new: 'choose' })}>
      {t('add')}
    </Button>
  ) : undefined;
  const nothing = list.data?.total === 0 && !isNarrowed(search);
  return (
    <>
      {nothing ? (
        <EmptyState
          icon={<Blocks aria-hidden="true" />}
          title={list.data?.asOf === undefined ? t('empty.neverTitle') : t('empty.title')}
          action={list.data?.asOf === undefined ? undefined : add}
        >
          {list.data?.asOf === undefined ? t('empty.never') : t('empty.text')}
        </EmptyState>
      ) : (
        <div className="grid gap-3">
          <FilterBar
            label={t('filters.label')}
            search={<ListSearchBox value={search.q} label={t('search')} onChange={searchFor} />}
            end={
              <>
                {isNarrowed(search) ? (
                  <Button size="sm" variant="ghost" onClick={() => narrow({ q: '', only: 'all' })}>
                    {common('clearFilters')}
                  </Button>
                ) : null}
                {add}
              </>
            }
          >
            {appFilters.map((filter) => {
              const Icon = filterIcons[filter];
              return (
                <FilterChip
                  key={filter}
                  icon={<Icon aria-hidden="true" />}
                  pressed={search.only === filter}
                  onPressedChange={(on) => narrow({ only: on ? filter : 'all' })}
                >
                  {t(`filters.${filter}`)}
                </FilterChip>
              );
            })}
          </FilterBar>
          <ListBody
            list={list}
            place={search}
            pageSize={APPS_PAGE}
            onGo={(next) => void setSearch(next, { history: 'push' })}
            loading={t('loading')}
            columns={6}
            skeletonRows={10}
          >
            {({ rows, asOf }) => (
              <>
                <AppTable
                  rows={rows}
                  search={search}
                  busy={list.isPlaceholderData}
                  onSort={(sort, dir) => narrow({ sort, dir })}
                  onClear={() => narrow({ q: '', only: 'all' })}
                  onOpen={(guid) => open({ app: guid })}
                />
                <AsOf at={asOf} link={pbx?.link.kind} />
              </>
            )}
          </ListBody>
        </div>
      )}
      <AppPanels
        pbxId={pbxId}
        online={pbx?.link.kind === 'online'}
        search={search}
        setSearch={(next, options) => void setSearch(next, options)}
        urlStart={urlStart((list.data?.rows ?? []).map(({ url }) => url))}
      />
    </>
  );
}
