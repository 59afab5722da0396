'use client';
import type { MemberRow } from '@switchroom/contracts';
import { Badge } from '@switchroom/ui/components/badge';
import { Cell, MessageRow, SortHeader, Table, TableBody, TableHead, TableRow } from '@switchroom/ui/components/table';
import { useRovingRows } from '@switchroom/ui/hooks/use-roving-rows';
import { cn } from '@switchroom/ui/lib/cn';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Ago } from '../../shell/time';
import type { PeopleSearch } from './people-search';
import { useRoleName } from './use-role-name';

type Sort = PeopleSearch['sort'];
type Dir = PeopleSearch['dir'];

/** The rows of the list; j and k move, Enter opens. */
export function PeopleTable({
  rows,
  busy,
  sort,
  dir,
  onSort,
  open,
  onOpen,
}: {
  rows: readonly MemberRow[];
  busy: boolean;
  sort: Sort;
  dir: Dir;
  onSort: (sort: Sort, dir: Dir) => void;
  open: string | null;
  onOpen: (memberId: string) => void;
}) {
  const t = useTranslations('members');
  const roleName = useRoleName();
  const roving = useRovingRows({
    count: rows.length,
    onOpen: (index) => {
      const row = rows[index];
      if (row) onOpen(row.id);
    },
  });
  const header = (key: Sort, label: string): ReactNode => (
    <SortHeader
      direction={sort === key ? (dir === 'asc' ? 'ascending' : 'descending') : undefined}
      onSort={(next) => onSort(key, next === 'ascending' ? 'asc' : 'desc')}
    >
      {label}
    </SortHeader>
  );
  return (
    <Table
      label={t('title')}
      aria-busy={busy}
      frameProps={{ ...roving.containerProps, className: cn(busy && 'opacity-60 transition-opacity delay-150') }}
    >
      <TableHead>
        <tr role="row">
          {header('name', t('columns.name'))}
          {header('email', t('columns.email'))}
          {header('role', t('columns.role'))}
          {header('organisation', t('columns.where'))}
          {header('added', t('columns.added'))}
        </tr>
      </TableHead>
      <TableBody>
        {rows.length === 0 ? <MessageRow columns={5}>{t('noMatch')}</MessageRow> : null}
        {rows.map((row, index) => (
          <TableRow key={row.id} data-person={row.id} current={row.id === open} {...roving.rowProps(index)}>
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
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
