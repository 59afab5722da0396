'use client';
import type { PbxRow } from '@switchroom/contracts';
import { Button } from '@switchroom/ui/components/button';
import { EmptyState } from '@switchroom/ui/components/empty-state';
import {
  Cell,
  HeadCell,
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
import { ArrowDownToLine, ArrowUpFromLine, SearchX } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { memo, type ComponentProps, type ReactNode } from 'react';
import { useOrganisation } from '../../session/session-context';
import { Ago } from '../../shell/time';
import { LinkChip } from '../states/link-chip';
import { PlanStateChip } from '../states/plan-state-chip';
import { SyncChip } from '../states/sync-chip';
import { usePlanTitle } from '../states/use-plan-title';
import type { ListSearch } from './list-search';

type Sort = ListSearch['sort'];
type Dir = ListSearch['dir'];

/** The rows of the fleet. j and k move, Enter opens. */
export function PbxTable({
  rows,
  sort,
  dir,
  onSort,
  onClearFilters,
  busy,
}: {
  rows: readonly PbxRow[];
  sort: Sort;
  dir: Dir;
  onSort: (sort: Sort, dir: Dir) => void;
  onClearFilters: () => void;
  /** Another view is on its way; these rows are of the one before. */
  busy: boolean;
}) {
  const t = useTranslations('pbxs');
  const common = useTranslations('common.actions');
  const router = useRouter();
  const organisation = useOrganisation();
  const pathOf = (row: PbxRow): string => `/o/${organisation.id}/pbxs/${row.id}`;
  const roving = useRovingRows({
    count: rows.length,
    onOpen: (index) => {
      const row = rows[index];
      if (row) router.push(pathOf(row));
    },
  });
  const header = (key: Sort, label: string, more?: Partial<ComponentProps<typeof SortHeader>>): ReactNode => (
    <SortHeader
      direction={sort === key ? (dir === 'asc' ? 'ascending' : 'descending') : undefined}
      onSort={(next) => onSort(key, next === 'ascending' ? 'asc' : 'desc')}
      {...more}
    >
      {label}
    </SortHeader>
  );
  return (
    <Table
      label={t('title')}
      frameProps={{ ...roving.containerProps, className: cn(busy && 'opacity-60 transition-opacity delay-150') }}
      aria-busy={busy}
    >
      <TableHead>
        <tr role="row">
          {header('name', t('columns.name'))}
          {header('organisation', t('columns.organisation'))}
          {header('link', t('columns.link'))}
          {header('sync', t('columns.sync'))}
          {header('version', t('columns.version'))}
          <HeadCell numeric>{t('columns.appObjects')}</HeadCell>
          <HeadCell numeric>{t('columns.users')}</HeadCell>
          {header('lastChange', t('columns.lastChange'))}
        </tr>
      </TableHead>
      <TableBody>
        {rows.length === 0 ? (
          <MessageRow columns={8}>
            <EmptyState
              icon={<SearchX aria-hidden="true" />}
              action={<Button onClick={onClearFilters}>{common('clearFilters')}</Button>}
            >
              {t('noMatch')}
            </EmptyState>
          </MessageRow>
        ) : (
          rows.map((row, index) => (
            <TableRow key={row.id} data-pbx={row.id} {...roving.rowProps(index)}>
              <PbxCells row={row} href={pathOf(row)} />
            </TableRow>
          ))
        )}
      </TableBody>
    </Table>
  );
}

/** Only the cells of a row whose data changed are drawn again. */
const PbxCells = memo(function PbxCells({ row, href }: { row: PbxRow; href: string }) {
  const t = useTranslations('pbxs');
  const locale = useLocale();
  const Direction = row.direction === 'inbound' ? ArrowDownToLine : ArrowUpFromLine;
  const number = (value: number | undefined): string => (value === undefined ? '–' : formatNumber(value, locale));
  return (
    <>
      <Cell className="max-w-56">
        <span className="flex min-w-0 items-center gap-2">
          <span title={t(`directions.${row.direction}Detail`)} className="shrink-0 text-fg-subtle">
            <Direction aria-hidden="true" className="size-3.5" />
            <span className="sr-only">{t(`directions.${row.direction}`)}</span>
          </span>
          <RowLink href={href} stretched tabIndex={-1}>
            <span className="truncate">{row.name}</span>
          </RowLink>
        </span>
      </Cell>
      <Cell label={t('columns.organisation')} className="max-w-44 truncate text-fg-muted">
        {row.organisation.name}
      </Cell>
      <Cell label={t('columns.link')} className="whitespace-nowrap">
        <LinkChip link={row.link} plain />
      </Cell>
      <Cell label={t('columns.sync')} className="whitespace-nowrap">
        <SyncChip sync={row.sync} link={row.link.kind} plain />
      </Cell>
      <Cell label={t('columns.version')} mono className="whitespace-nowrap">
        {row.version ?? '–'}
      </Cell>
      <Cell label={t('columns.appObjects')} numeric>
        {number(row.appObjects)}
      </Cell>
      <Cell label={t('columns.users')} numeric>
        {number(row.users)}
      </Cell>
      <Cell label={t('columns.lastChange')} className="whitespace-nowrap">
        {row.lastOperation ? (
          <LastOperation operation={row.lastOperation} />
        ) : (
          <span className="text-fg-subtle">–</span>
        )}
      </Cell>
    </>
  );
});

function LastOperation({ operation }: { operation: NonNullable<PbxRow['lastOperation']> }) {
  const title = usePlanTitle();
  return (
    <span title={title(operation.title)} className="inline-flex min-w-0">
      <PlanStateChip state={operation.state} plain detail={<Ago value={operation.at} format="narrow" />} />
    </span>
  );
}
