'use client';
import { type MailRow, mailStates } from '@switchroom/contracts';
import { EmptyState } from '@switchroom/ui/components/empty-state';
import { FilterBar } from '@switchroom/ui/components/filter-bar';
import { FilterChip } from '@switchroom/ui/components/filter-chip';
import { SkeletonTable } from '@switchroom/ui/components/skeleton';
import { Cell, HeadCell, MessageRow, Table, TableBody, TableHead, TableRow } from '@switchroom/ui/components/table';
import { useRovingRows } from '@switchroom/ui/hooks/use-roving-rows';
import { cn } from '@switchroom/ui/lib/cn';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Mail } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useQueryStates } from 'nuqs';
import { useOrganisation } from '../../session/session-context';
import { ErrorPanel } from '../../shell/error-panel';
import { ListPages } from '../../shell/list-pages';
import { ListSearchBox } from '../../shell/list-search-box';
import { Ago } from '../../shell/time';
import { useTRPC } from '../../trpc/context';
import { type MailListSearch, mailListInput, mailListParsers } from './mail-list-search';
import { MailPanel } from './mail-panel';
import { MailServer } from './mail-server';
import { MailStateChip } from './mail-words';

/** How often the list is read while something in it is under way. */
const REFRESH_MS = 4000;

/** The outbox: what was written, what became of it; a mail opens beside the list. */
export function MailList() {
  const t = useTranslations('mail');
  const trpc = useTRPC();
  const { id } = useOrganisation();
  const [search, setSearch] = useQueryStates(mailListParsers, { history: 'replace' });
  const server = useQuery(trpc.mail.server.queryOptions({ organisationId: id }));
  const list = useQuery({
    ...trpc.mail.list.queryOptions(mailListInput(id, search)),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.rows.some((row) => row.state === 'queued') ? REFRESH_MS : false),
  });
  const narrow = (next: Partial<MailListSearch>): void => void setSearch({ ...next, after: null, page: null });
  const filtered = search.q !== '' || search.state !== null;

  return (
    <div className="grid gap-3">
      <MailServer answer={server.data} />
      {list.data?.total === 0 && !filtered ? (
        <EmptyState icon={<Mail aria-hidden="true" />} title={t('empty.title')}>
          {t('empty.text')}
        </EmptyState>
      ) : (
        <>
          <FilterBar
            label={t('filters.label')}
            search={<ListSearchBox label={t('filters.search')} value={search.q} onChange={(q) => narrow({ q })} />}
          >
            {mailStates.map((state) => (
              <FilterChip
                key={state}
                pressed={search.state === state}
                onPressedChange={(on) => narrow({ state: on ? state : null })}
              >
                {t(`states.${state}`)}
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
              <MailTable
                rows={list.data.rows}
                busy={list.isPlaceholderData}
                onOpen={(mail) => void setSearch({ mail })}
              />
              <ListPages page={list.data} search={search} onGo={(next) => void setSearch(next, { history: 'push' })} />
            </>
          )}
        </>
      )}
      <MailPanel
        mailId={search.mail}
        sends={server.data?.server !== undefined}
        onClose={() => void setSearch({ mail: null })}
      />
    </div>
  );
}

function MailTable({ rows, busy, onOpen }: { rows: readonly MailRow[]; busy: boolean; onOpen: (id: string) => void }) {
  const t = useTranslations('mail');
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
          <HeadCell>{t('columns.createdAt')}</HeadCell>
          <HeadCell>{t('columns.recipient')}</HeadCell>
          <HeadCell>{t('columns.subject')}</HeadCell>
          <HeadCell>{t('columns.organisation')}</HeadCell>
          <HeadCell>{t('columns.state')}</HeadCell>
          <HeadCell numeric>{t('columns.attempts')}</HeadCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {rows.length === 0 ? <MessageRow columns={6}>{t('noMatch')}</MessageRow> : null}
        {rows.map((row, index) => (
          <TableRow key={row.id} {...roving.rowProps(index)}>
            <Cell label={t('columns.createdAt')}>
              <Ago value={row.createdAt} />
            </Cell>
            <Cell label={t('columns.recipient')}>{row.recipient}</Cell>
            <Cell label={t('columns.subject')}>
              <button
                type="button"
                className="min-h-6 text-left text-accent-fg underline-offset-2 hover:underline"
                onClick={() => onOpen(row.id)}
              >
                {row.subject}
              </button>
            </Cell>
            <Cell label={t('columns.organisation')}>{row.organisation.name}</Cell>
            <Cell label={t('columns.state')}>
              <MailStateChip mail={row} />
            </Cell>
            <Cell label={t('columns.attempts')} numeric>
              {row.attempts}
            </Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
