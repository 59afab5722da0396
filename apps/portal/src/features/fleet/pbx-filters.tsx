'use client';
import { type FleetCounts, linkKinds, syncStates } from '@switchroom/contracts';
import { Button } from '@switchroom/ui/components/button';
import { FilterBar } from '@switchroom/ui/components/filter-bar';
import { FilterChip } from '@switchroom/ui/components/filter-chip';
import { Select } from '@switchroom/ui/components/select';
import { formatNumber } from '@switchroom/ui/lib/format';
import { useTranslations } from 'next-intl';
import { useFormatLocale } from '../../i18n/use-format-locale';
import type { ReactNode } from 'react';
import { ListSearchBox, toggled } from '../../shell/list-search-box';
import { linkLooks, syncLooks } from '../states/looks';
import { isFiltered, type ListSearch } from './list-search';

/** Search and chips above the list. */
export function PbxFilters({
  search,
  onChange,
  counts,
  note,
}: {
  search: ListSearch;
  onChange: (next: Partial<ListSearch>) => void;
  counts: FleetCounts | undefined;
  /** Beside the search, where it comes and goes without moving the list. */
  note: ReactNode;
}) {
  const t = useTranslations('pbxs');
  const link = useTranslations('link.kinds');
  const sync = useTranslations('sync.states');
  const common = useTranslations('common.actions');
  const locale = useFormatLocale();
  const number = (value: number | undefined): string | undefined =>
    value === undefined ? undefined : formatNumber(value, locale);
  return (
    <div className="grid gap-2">
      <FilterBar
        label={t('filters.label')}
        search={<ListSearchBox label={t('search')} value={search.q} onChange={(q) => onChange({ q })} />}
        end={
          <>
            {isFiltered(search) ? (
              <Button
                size="sm"
                variant="ghost"
                onClick={() => onChange({ q: '', link: [], sync: [], direction: null })}
              >
                {common('clearFilters')}
              </Button>
            ) : null}
            <Select
              size="sm"
              className="w-44"
              aria-label={t('filters.direction')}
              value={search.direction ?? ''}
              onValueChange={(direction) => onChange({ direction: direction === '' ? null : direction })}
              options={[
                { value: '', label: t('directions.any') },
                { value: 'inbound', label: t('directions.inbound'), description: t('directions.inboundDetail') },
                { value: 'outbound', label: t('directions.outbound'), description: t('directions.outboundDetail') },
              ]}
            />
          </>
        }
      >
        {note}
      </FilterBar>
      <div className="flex flex-wrap items-center gap-1.5 max-sm:-mx-4 max-sm:flex-nowrap max-sm:overflow-x-auto max-sm:px-4 max-sm:py-1">
        <ChipGroup label={t('filters.link')}>
          {linkKinds
            .filter((kind) => kind !== 'disabled' || (counts?.link.disabled ?? 0) > 0 || search.link.includes(kind))
            .map((kind) => {
              const Icon = linkLooks[kind].icon;
              return (
                <FilterChip
                  key={kind}
                  icon={<Icon aria-hidden="true" />}
                  pressed={search.link.includes(kind)}
                  onPressedChange={(on) => onChange({ link: toggled(search.link, kind, on) })}
                  count={number(counts?.link[kind])}
                >
                  {link(kind)}
                </FilterChip>
              );
            })}
        </ChipGroup>
        <ChipGroup label={t('filters.sync')}>
          {syncStates.map((state) => {
            const Icon = syncLooks[state].icon;
            return (
              <FilterChip
                key={state}
                icon={<Icon aria-hidden="true" />}
                pressed={search.sync.includes(state)}
                onPressedChange={(on) => onChange({ sync: toggled(search.sync, state, on) })}
                count={number(counts?.sync[state])}
              >
                {sync(state)}
              </FilterChip>
            );
          })}
        </ChipGroup>
      </div>
    </div>
  );
}

function ChipGroup({ label, children }: { label: string; children: ReactNode }) {
  return (
    <span
      role="group"
      aria-label={label}
      className="flex flex-wrap items-center gap-1.5 max-sm:shrink-0 max-sm:flex-nowrap xl:not-first:ml-0.5 xl:not-first:border-l xl:not-first:border-line xl:not-first:pl-2"
    >
      {children}
    </span>
  );
}
