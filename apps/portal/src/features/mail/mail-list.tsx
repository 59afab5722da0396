'use client';
import { type MailRow, mailStates } from '@switchroom/contracts';
import { EmptyState } from '@switchroom/ui/components/empty-state';
import { FilterBar } from '@switchroom/ui/components/filter-bar';
import { Cell } from '@switchroom/ui/components/table';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Mail } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useQueryStates } from 'nuqs';
import { useOrganisation } from '../../session/session-context';
import { ChoiceChips } from '../../shell/choice-chips';
import { ListBody, ListTable } from '../../shell/list-body';
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
            <ChoiceChips
              choices={mailStates}
              value={search.state}
              label={(state) => t(`states.${state}`)}
              onChange={(state) => narrow({ state })}
            />
          </FilterBar>
          <ListBody
            list={list}
            place={search}
            onGo={(next) => void setSearch(next, { history: 'push' })}
            loading={t('loading')}
            columns={6}
          >
            {({ rows }) => (
              <MailTable rows={rows} busy={list.isPlaceholderData} onOpen={(mail) => void setSearch({ mail })} />
            )}
          </ListBody>
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
  return (
    <ListTable
      label={t('title')}
      heads={[
        ...(['createdAt', 'recipient', 'subject', 'organisation', 'state'] as const).map((key) => t(`columns.${key}`)),
        { label: t('columns.attempts'), numeric: true },
      ]}
      rows={rows}
      busy={busy}
      empty={t('noMatch')}
      onOpen={({ id }) => onOpen(id)}
    >
      {(row) => (
        <>
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
        </>
      )}
    </ListTable>
  );
}
