'use client';
import type { PbxRow } from '@switchroom/contracts';
import { Button } from '@switchroom/ui/components/button';
import { EmptyState } from '@switchroom/ui/components/empty-state';
import { Cell, RowLink } from '@switchroom/ui/components/table';
import { cn } from '@switchroom/ui/lib/cn';
import { formatNumber } from '@switchroom/ui/lib/format';
import { ArrowDownToLine, ArrowUpFromLine, SearchX } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useFormatLocale } from '../../i18n/use-format-locale';
import { memo } from 'react';
import { useOrganisation } from '../../session/session-context';
import { ListTable } from '../../shell/list-body';
import type { ListOrder } from '../../shell/list-head';
import { Ago } from '../../shell/time';
import { LinkChip } from '../states/link-chip';
import { PlanStateChip } from '../states/plan-state-chip';
import { SyncChip } from '../states/sync-chip';
import { usePlanTitle } from '../states/use-plan-title';
import type { ListSearch } from './list-search';

/** Columns that give way first: not on a phone, not beside a narrow frame. */
const wide = 'max-sm:hidden sm:max-xl:hidden';
/** Stands under the name on a phone and in its own column where there is room. */
const roomy = 'sm:max-xl:hidden';

/** The rows of the fleet. j and k move, Enter opens. */
export function PbxTable({
  rows,
  order,
  onClearFilters,
  busy,
}: {
  rows: readonly PbxRow[];
  order: ListOrder<ListSearch['sort']>;
  onClearFilters: () => void;
  /** Another view is on its way; these rows are of the one before. */
  busy: boolean;
}) {
  const t = useTranslations('pbxs');
  const common = useTranslations('common.actions');
  const router = useRouter();
  const organisation = useOrganisation();
  const pathOf = (row: PbxRow): string => `/o/${organisation.id}/pbxs/${row.id}`;
  return (
    <ListTable
      label={t('title')}
      className="table-fixed"
      heads={[
        { label: t('columns.name'), sort: 'name', className: 'w-[18%]' },
        { label: t('columns.organisation'), sort: 'organisation', className: cn('w-[12%]', roomy) },
        { label: t('columns.link'), sort: 'link', className: 'w-[16%]' },
        { label: t('columns.sync'), sort: 'sync', className: 'w-[18%]' },
        { label: t('columns.version'), sort: 'version', className: cn('w-[10%]', wide) },
        { label: t('columns.appObjects'), numeric: true, className: cn('w-[5%]', wide) },
        { label: t('columns.users'), numeric: true, className: cn('w-[6%]', wide) },
        { label: t('columns.lastChange'), sort: 'lastChange', className: 'w-[15%]' },
      ]}
      order={order}
      rows={rows}
      busy={busy}
      empty={
        <EmptyState
          icon={<SearchX aria-hidden="true" />}
          action={<Button onClick={onClearFilters}>{common('clearFilters')}</Button>}
        >
          {t('noMatch')}
        </EmptyState>
      }
      marks={({ id }) => ({ 'data-pbx': id })}
      onOpen={(row) => router.push(pathOf(row))}
    >
      {(row) => <PbxCells row={row} href={pathOf(row)} />}
    </ListTable>
  );
}

/** Only the cells of a row whose data changed are drawn again. */
const PbxCells = memo(function PbxCells({ row, href }: { row: PbxRow; href: string }) {
  const t = useTranslations('pbxs');
  const locale = useFormatLocale();
  const Direction = row.direction === 'inbound' ? ArrowDownToLine : ArrowUpFromLine;
  const number = (value: number | undefined): string => (value === undefined ? '–' : formatNumber(value, locale));
  return (
    <>
      <Cell>
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
      <Cell className={cn('truncate text-fg-muted max-sm:-mt-1.5 max-sm:min-h-5 max-sm:pl-5.5 max-sm:text-xs', roomy)}>
        <span className="truncate" title={row.organisation.name}>
          {row.organisation.name}
        </span>
      </Cell>
      <Cell label={t('columns.link')} className="truncate">
        <LinkChip link={row.link} plain />
      </Cell>
      <Cell label={t('columns.sync')} className="truncate">
        <SyncChip sync={row.sync} link={row.link.kind} plain />
      </Cell>
      <Cell mono className={cn('truncate', wide)}>
        <span title={row.version}>{row.version ?? '–'}</span>
      </Cell>
      <Cell numeric className={wide}>
        {number(row.appObjects)}
      </Cell>
      <Cell numeric className={wide}>
        {number(row.users)}
      </Cell>
      <Cell
        label={t('columns.lastChange')}
        className={cn('truncate', row.lastOperation === undefined && 'max-sm:hidden')}
      >
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
    <span title={title(operation.title)} className="flex min-w-0">
      <PlanStateChip state={operation.state} plain detail={<Ago value={operation.at} format="narrow" />} />
    </span>
  );
}
