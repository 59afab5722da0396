'use client';
import type { OrganisationRow } from '@switchroom/contracts';
import { Badge } from '@switchroom/ui/components/badge';
import { EmptyState } from '@switchroom/ui/components/empty-state';
import {
  Cell,
  MessageRow,
  RowLink,
  SortHeader,
  Table,
  TableBody,
  TableHead,
  TableRow,
} from '@switchroom/ui/components/table';
import { useRovingRows } from '@switchroom/ui/hooks/use-roving-rows';
import { cn } from '@switchroom/ui/lib/cn';
import { formatNumber } from '@switchroom/ui/lib/format';
import { SearchX } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useFormatLocale } from '../../i18n/use-format-locale';
import type { BelowSearch } from './below-search';
import { organisationPath } from './sides';

const counted = ['organisations', 'pbxs', 'people'] as const;

/** Organisations below the one of the page. j and k move, Enter opens. */
export function BelowTable({
  rows,
  sort,
  dir,
  onSort,
  clear,
  busy,
}: {
  rows: readonly OrganisationRow[];
  sort: BelowSearch['sort'];
  dir: BelowSearch['dir'];
  onSort: (sort: BelowSearch['sort'], dir: BelowSearch['dir']) => void;
  /** What to do when nothing fits. */
  clear: ReactNode;
  /** Another view is on its way; these rows are of the one before. */
  busy: boolean;
}) {
  const t = useTranslations('organisations');
  const access = useTranslations('access');
  const locale = useFormatLocale();
  const router = useRouter();
  const roving = useRovingRows({
    count: rows.length,
    onOpen: (index) => {
      const row = rows[index];
      if (row) router.push(organisationPath(row.id));
    },
  });
  const header = (key: BelowSearch['sort'], className: string, numeric = false): ReactNode => (
    <SortHeader
      direction={sort === key ? (dir === 'asc' ? 'ascending' : 'descending') : undefined}
      onSort={(next) => onSort(key, next === 'ascending' ? 'asc' : 'desc')}
      numeric={numeric}
      className={className}
    >
      {t(`columns.${key}`)}
    </SortHeader>
  );
  return (
    <Table
      label={t('below.title')}
      frameProps={{ ...roving.containerProps, className: cn(busy && 'opacity-60 transition-opacity delay-150') }}
      aria-busy={busy}
      className="table-fixed"
    >
      <TableHead>
        <tr role="row">
          {header('name', 'w-[44%]')}
          {header('kind', 'w-[14%]')}
          {header('organisations', 'w-[14%]', true)}
          {header('pbxs', 'w-[14%]', true)}
          {header('people', 'w-[14%]', true)}
        </tr>
      </TableHead>
      <TableBody>
        {rows.length === 0 ? (
          <MessageRow columns={5}>
            <EmptyState icon={<SearchX aria-hidden="true" />} action={clear}>
              {t('below.noMatch')}
            </EmptyState>
          </MessageRow>
        ) : (
          rows.map((row, index) => (
            <TableRow key={row.id} data-organisation={row.id} {...roving.rowProps(index)}>
              <Cell>
                <span className="flex min-w-0 items-center gap-2">
                  <RowLink href={organisationPath(row.id)} stretched tabIndex={-1}>
                    <span className="truncate">{row.name}</span>
                  </RowLink>
                  {row.trail.length > 0 ? (
                    <span className="truncate text-xs text-fg-muted">
                      {row.trail.map(({ name }) => name).join(' › ')}
                    </span>
                  ) : null}
                  {row.archived ? <Badge tone="warn">{t('archived')}</Badge> : null}
                </span>
              </Cell>
              <Cell label={t('columns.kind')} className="truncate text-fg-muted">
                {access(`kinds.${row.kind}`)}
              </Cell>
              {counted.map((key) => (
                <Cell key={key} label={t(`columns.${key}`)} numeric>
                  {formatNumber(row[key], locale)}
                </Cell>
              ))}
            </TableRow>
          ))
        )}
      </TableBody>
    </Table>
  );
}
