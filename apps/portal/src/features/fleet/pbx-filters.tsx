'use client';
import { type FleetCounts, linkKinds, syncStates } from '@switchroom/contracts';
import { Button } from '@switchroom/ui/components/button';
import { FilterBar } from '@switchroom/ui/components/filter-bar';
import { FilterChip } from '@switchroom/ui/components/filter-chip';
import { formatNumber } from '@switchroom/ui/lib/format';
import { ArrowDownToLine, ArrowUpFromLine } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { ListSearchBox, toggled } from '../../shell/list-search-box';
import { linkLooks, syncLooks } from '../states/looks';
import { isFiltered, type ListSearch } from './list-search';

/** Search and chips above the list. */
export function PbxFilters({
  search,
  onChange,
  counts,
}: {
  search: ListSearch;
  onChange: (next: Partial<ListSearch>) => void;
  counts: FleetCounts | undefined;
}) {
  const t = useTranslations('pbxs');
  const link = useTranslations('link.kinds');
  const sync = useTranslations('sync.states');
  const common = useTranslations('common.actions');
  const locale = useLocale();
  const number = (value: number | undefined): string | undefined =>
    value === undefined ? undefined : formatNumber(value, locale);
  return (
    <FilterBar
      label={t('filters.label')}
      search={<ListSearchBox label={t('search')} value={search.q} onChange={(q) => onChange({ q })} />}
      end={
        isFiltered(search) ? (
          <Button size="sm" variant="ghost" onClick={() => onChange({ q: '', link: [], sync: [], direction: null })}>
            {common('clearFilters')}
          </Button>
        ) : undefined
      }
    >
      <ChipGroup label={t('filters.link')}>
        {linkKinds.map((kind) => {
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
      <ChipGroup label={t('filters.direction')}>
        {(['inbound', 'outbound'] as const).map((direction) => (
          <FilterChip
            key={direction}
            icon={
              direction === 'inbound' ? <ArrowDownToLine aria-hidden="true" /> : <ArrowUpFromLine aria-hidden="true" />
            }
            pressed={search.direction === direction}
            onPressedChange={(on) => onChange({ direction: on ? direction : null })}
          >
            {t(`directions.${direction}`)}
          </FilterChip>
        ))}
      </ChipGroup>
    </FilterBar>
  );
}

function ChipGroup({ label, children }: { label: string; children: ReactNode }) {
  return (
    <span
      role="group"
      aria-label={label}
      className="flex flex-wrap items-center gap-1.5 not-first:border-l not-first:border-line not-first:pl-1.5 max-sm:not-first:border-l-0 max-sm:not-first:pl-0"
    >
      {children}
    </span>
  );
}
