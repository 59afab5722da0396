'use client';
import type { AuditRow } from '@switchroom/contracts';
import { EmptyState } from '@switchroom/ui/components/empty-state';
import { FilterBar } from '@switchroom/ui/components/filter-bar';
import { FilterChip } from '@switchroom/ui/components/filter-chip';
import { PageHead } from '@switchroom/ui/components/page-head';
import { SkeletonTable } from '@switchroom/ui/components/skeleton';
import { Cell, HeadCell, MessageRow, Table, TableBody, TableHead, TableRow } from '@switchroom/ui/components/table';
import { useRovingRows } from '@switchroom/ui/hooks/use-roving-rows';
import { cn } from '@switchroom/ui/lib/cn';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ScrollText } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useQueryStates } from 'nuqs';
import { useOrganisation } from '../../session/session-context';
import { ErrorPanel } from '../../shell/error-panel';
import { ListPages } from '../../shell/list-pages';
import { ListSearchBox } from '../../shell/list-search-box';
import { Ago } from '../../shell/time';
import { useTRPC } from '../../trpc/context';
import { AuditEntryPanel } from './audit-entry-panel';
import { AuditResultChip, useActionWord } from './audit-words';
import { type AuditListSearch, auditListInput, auditListParsers, auditResults } from './audit-list-search';

/** Who did what, newest first; an entry opens beside the list. */
export function AuditList() {
  const t = useTranslations('audit');
  const trpc = useTRPC();
  const { id } = useOrganisation();
  const [search, setSearch] = useQueryStates(auditListParsers, { history: 'replace' });
  const list = useQuery({
    ...trpc.auditTrail.list.queryOptions(auditListInput(id, search)),
    placeholderData: keepPreviousData,
  });
  const narrow = (next: Partial<AuditListSearch>): void => void setSearch({ ...next, after: null, page: null });
  const open = list.data?.rows.find((row) => row.id === search.entry);
  const filtered = search.q !== '' || search.result !== null;

  return (
    <>
      <PageHead title={t('title')} />
      {list.data?.total === 0 && !filtered ? (
        <EmptyState icon={<ScrollText aria-hidden="true" />} title={t('empty.title')}>
          {t('empty.text')}
        </EmptyState>
      ) : (
        <div className="grid gap-3">
          <FilterBar
            label={t('filters.label')}
            search={<ListSearchBox label={t('filters.search')} value={search.q} onChange={(q) => narrow({ q })} />}
          >
            {auditResults.map((result) => (
              <FilterChip
                key={result}
                pressed={search.result === result}
                onPressedChange={(on) => narrow({ result: on ? result : null })}
              >
                {t(`results.${result}`)}
              </FilterChip>
            ))}
          </FilterBar>
          {list.data === undefined ? (
            list.isError ? (
              <ErrorPanel error={list.error} onRetry={() => void list.refetch()} />
            ) : (
              <SkeletonTable label={t('loading')} columns={6} rows={12} />
            )
          ) : (
            <>
              <AuditTable
                rows={list.data.rows}
                busy={list.isPlaceholderData}
                onOpen={(entry) => void setSearch({ entry })}
              />
              <ListPages page={list.data} search={search} onGo={(next) => void setSearch(next, { history: 'push' })} />
            </>
          )}
        </div>
      )}
      <AuditEntryPanel entry={open} onClose={() => void setSearch({ entry: null })} />
    </>
  );
}

function AuditTable({
  rows,
  busy,
  onOpen,
}: {
  rows: readonly AuditRow[];
  busy: boolean;
  onOpen: (id: string) => void;
}) {
  const t = useTranslations('audit');
  const word = useActionWord();
  const roving = useRovingRows({
    count: rows.length,
    onOpen: (index) => {
      const row = rows[index];
      if (row) onOpen(row.id);
    },
  });
  return (
    <Table
      label={t('title')}
      aria-busy={busy}
      frameProps={{ ...roving.containerProps, className: cn(busy && 'opacity-60 transition-opacity delay-150') }}
    >
      <TableHead>
        <TableRow>
          <HeadCell>{t('columns.at')}</HeadCell>
          <HeadCell>{t('columns.actor')}</HeadCell>
          <HeadCell>{t('columns.action')}</HeadCell>
          <HeadCell>{t('columns.target')}</HeadCell>
          <HeadCell>{t('columns.organisation')}</HeadCell>
          <HeadCell>{t('columns.result')}</HeadCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {rows.length === 0 ? <MessageRow columns={6}>{t('noMatch')}</MessageRow> : null}
        {rows.map((row, index) => (
          <TableRow key={row.id} {...roving.rowProps(index)}>
            <Cell label={t('columns.at')}>
              <Ago value={row.at} />
            </Cell>
            <Cell label={t('columns.actor')}>{row.actor}</Cell>
            <Cell label={t('columns.action')}>
              <button
                type="button"
                className="min-h-6 text-left text-accent-fg underline-offset-2 hover:underline"
                onClick={() => onOpen(row.id)}
              >
                {word(row.action)}
              </button>
            </Cell>
            <Cell label={t('columns.target')}>{row.target.name}</Cell>
            <Cell label={t('columns.organisation')}>{row.organisation.name}</Cell>
            <Cell label={t('columns.result')}>
              <AuditResultChip result={row.result} />
            </Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
