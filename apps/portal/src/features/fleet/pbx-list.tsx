'use client';
import { LinkButton } from '@switchroom/ui/components/link-button';
import { PageHead } from '@switchroom/ui/components/page-head';
import { EmptyState } from '@switchroom/ui/components/empty-state';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Plus, Server } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useQueryStates } from 'nuqs';
import { useCan, useOrganisation } from '../../session/session-context';
import { ListBody } from '../../shell/list-body';
import { useTRPC } from '../../trpc/context';
import { isFiltered, type ListSearch, listInput, listParsers } from './list-search';
import { ListNote } from './list-note';
import { PbxFilters } from './pbx-filters';
import { PbxTable } from './pbx-table';
import { useLiveList } from './use-live-list';

/** The fleet: search, filters, order and page in the address; rows follow the PBXes live, each in its place. */
export function PbxList() {
  const t = useTranslations('pbxs');
  const trpc = useTRPC();
  const organisation = useOrganisation();
  const mayAdd = useCan('pbxs:create');
  const [search, setSearch] = useQueryStates(listParsers, { history: 'replace' });
  const input = listInput(organisation.id, search);
  const list = useQuery({ ...trpc.pbxs.list.queryOptions(input), placeholderData: keepPreviousData });
  const counts = useQuery(trpc.pbxs.counts.queryOptions({ organisationId: organisation.id })).data;
  const live = useLiveList(input, search, list.isPlaceholderData ? undefined : list.data, counts);
  // A changed filter or order starts at the first page again.
  const narrow = (next: Partial<ListSearch>): void => void setSearch({ ...next, after: null, page: null });

  const add = mayAdd ? (
    <LinkButton href={`/o/${organisation.id}/pbxs/new`} variant="primary" icon={<Plus aria-hidden="true" />}>
      {t('add')}
    </LinkButton>
  ) : undefined;
  const nothingAtAll = list.data?.total === 0 && !isFiltered(search);

  return (
    <>
      <PageHead
        title={t('title')}
        facts={
          counts
            ? [t('facts.total', { count: counts.total }), t('facts.online', { count: counts.link.online })]
            : undefined
        }
        actions={add}
      />
      {nothingAtAll ? (
        <EmptyState icon={<Server aria-hidden="true" />} title={t('empty.title')} action={add}>
          {mayAdd ? t('empty.text') : t('empty.readOnly')}
        </EmptyState>
      ) : (
        <div className="grid gap-3">
          <PbxFilters search={search} onChange={narrow} counts={counts} note={<ListNote live={live} />} />
          <ListBody
            list={list}
            place={search}
            onGo={(next) => void setSearch(next, { history: 'push' })}
            loading={t('loading')}
            columns={8}
          >
            {({ rows }) => (
              <PbxTable
                rows={rows}
                order={{ sort: search.sort, dir: search.dir, onSort: (sort, dir) => narrow({ sort, dir }) }}
                onClearFilters={() => narrow({ q: '', link: [], sync: [], direction: null })}
                busy={list.isPlaceholderData}
              />
            )}
          </ListBody>
        </div>
      )}
    </>
  );
}
