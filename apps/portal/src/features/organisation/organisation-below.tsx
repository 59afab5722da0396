'use client';
import { childKinds, type OrganisationKind, organisationKinds } from '@switchroom/contracts';
import { Button } from '@switchroom/ui/components/button';
import { Checkbox } from '@switchroom/ui/components/checkbox';
import { EmptyState } from '@switchroom/ui/components/empty-state';
import { FilterBar } from '@switchroom/ui/components/filter-bar';
import { FilterChip } from '@switchroom/ui/components/filter-chip';
import { Section } from '@switchroom/ui/components/section';
import { Segmented } from '@switchroom/ui/components/segmented';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Building2, Plus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useQueryStates } from 'nuqs';
import { useState } from 'react';
import { useCan, useOrganisation } from '../../session/session-context';
import { ListBody } from '../../shell/list-body';
import { ListSearchBox, toggled } from '../../shell/list-search-box';
import { useTRPC } from '../../trpc/context';
import { belowInput, belowParsers, type BelowSearch, isNarrowed } from './below-search';
import { BelowTable } from './below-table';
import { CreateDialog } from './create-dialog';

/** What hangs below the organisation: search, kinds, order and page in the address. */
export function OrganisationBelow({ kind }: { kind: OrganisationKind | undefined }) {
  const t = useTranslations('organisations.below');
  const access = useTranslations('access');
  const common = useTranslations('common.actions');
  const trpc = useTRPC();
  const organisation = useOrganisation();
  const mayCreate = useCan('organisations:create');
  const [search, setSearch] = useQueryStates(belowParsers, { history: 'replace' });
  const [creating, setCreating] = useState(false);
  const list = useQuery({
    ...trpc.organisations.list.queryOptions(belowInput(organisation.id, search)),
    placeholderData: keepPreviousData,
  });
  // A changed filter or order starts at the first page again.
  const narrow = (next: Partial<BelowSearch>): void => void setSearch({ ...next, after: null, page: null });
  const clear = (): void => narrow({ q: '', kind: [] });
  const create =
    mayCreate && kind !== undefined ? (
      <Button variant="primary" icon={<Plus aria-hidden="true" />} onClick={() => setCreating(true)}>
        {t('create')}
      </Button>
    ) : undefined;
  const possible = organisationKinds.filter((one) => reachable(kind ?? organisation.kind).has(one));

  return (
    <Section title={t('title')} actions={create}>
      <div className="grid gap-3">
        <FilterBar
          label={t('filters')}
          search={<ListSearchBox label={t('search')} value={search.q} onChange={(q) => narrow({ q })} />}
          end={
            <>
              <Checkbox
                label={t('archived')}
                checked={search.archived}
                onCheckedChange={(on) => narrow({ archived: on === true })}
              />
              <Segmented
                aria-label={t('depth')}
                options={[
                  { value: 'children', label: t('children') },
                  { value: 'subtree', label: t('subtree') },
                ]}
                value={search.depth}
                onValueChange={(depth) => narrow({ depth })}
              />
            </>
          }
        >
          {possible.map((one) => (
            <FilterChip
              key={one}
              pressed={search.kind.includes(one)}
              onPressedChange={(on) => narrow({ kind: toggled(search.kind, one, on) })}
            >
              {access(`kinds.${one}`)}
            </FilterChip>
          ))}
        </FilterBar>
        {list.data?.total === 0 && !isNarrowed(search) ? (
          <EmptyState icon={<Building2 aria-hidden="true" />} title={t('emptyTitle')}>
            {t(`empty.${kind ?? organisation.kind}`)}
          </EmptyState>
        ) : (
          <ListBody
            list={list}
            place={search}
            onGo={(next) => void setSearch(next, { history: 'push' })}
            loading={t('loading')}
            columns={5}
            skeletonRows={6}
          >
            {({ rows }) => (
              <BelowTable
                rows={rows}
                order={{ sort: search.sort, dir: search.dir, onSort: (sort, dir) => narrow({ sort, dir }) }}
                clear={<Button onClick={clear}>{common('clearFilters')}</Button>}
                busy={list.isPlaceholderData}
              />
            )}
          </ListBody>
        )}
      </div>
      {creating && kind !== undefined ? <CreateDialog parentKind={kind} onClose={() => setCreating(false)} /> : null}
    </Section>
  );
}

/** The kinds that can occur anywhere below one of this kind. */
function reachable(kind: OrganisationKind): ReadonlySet<OrganisationKind> {
  const found = new Set<OrganisationKind>();
  const add = (from: OrganisationKind): void => {
    for (const one of childKinds(from)) {
      if (found.has(one)) continue;
      found.add(one);
      add(one);
    }
  };
  add(kind);
  return found;
}
