'use client';
import type { MemberRow } from '@switchroom/contracts';
import { Badge } from '@switchroom/ui/components/badge';
import { Cell } from '@switchroom/ui/components/table';
import { useTranslations } from 'next-intl';
import { ListTable } from '../../shell/list-body';
import type { ListOrder } from '../../shell/list-head';
import { Ago } from '../../shell/time';
import type { PeopleSearch } from './people-search';
import { useRoleName } from './use-role-name';

/** The rows of the list; j and k move, Enter opens. */
export function PeopleTable({
  rows,
  busy,
  order,
  open,
  onOpen,
}: {
  rows: readonly MemberRow[];
  busy: boolean;
  order: ListOrder<PeopleSearch['sort']>;
  open: string | null;
  onOpen: (memberId: string) => void;
}) {
  const t = useTranslations('members');
  const roleName = useRoleName();
  return (
    <ListTable
      label={t('title')}
      heads={[
        { label: t('columns.name'), sort: 'name' },
        { label: t('columns.email'), sort: 'email' },
        { label: t('columns.role'), sort: 'role' },
        { label: t('columns.where'), sort: 'organisation' },
        { label: t('columns.added'), sort: 'added' },
      ]}
      order={order}
      rows={rows}
      busy={busy}
      current={open}
      empty={t('noMatch')}
      marks={({ id }) => ({ 'data-person': id })}
      onOpen={({ id }) => onOpen(id)}
    >
      {(row) => (
        <>
          <Cell>
            <span className="flex min-w-0 flex-wrap items-center gap-2">
              <button
                type="button"
                className="min-h-6 rounded-sm text-left font-medium hover:underline"
                onClick={() => onOpen(row.id)}
              >
                {row.name}
              </button>
              {row.own ? <Badge tone="info">{t('you')}</Badge> : null}
            </span>
          </Cell>
          <Cell label={t('columns.email')} className="break-all">
            {row.email ?? <span className="text-fg-muted">{t('hiddenEmail')}</span>}
          </Cell>
          <Cell label={t('columns.role')}>{roleName(row)}</Cell>
          <Cell label={t('columns.where')}>
            <span className="inline-flex flex-wrap items-center gap-2">
              {row.organisation?.name ?? <span className="text-fg-muted">{t('aboveYours')}</span>}
              {row.inherited ? <Badge>{t('inherited')}</Badge> : null}
            </span>
          </Cell>
          <Cell label={t('columns.added')}>
            <Ago value={row.addedAt} />
          </Cell>
        </>
      )}
    </ListTable>
  );
}
