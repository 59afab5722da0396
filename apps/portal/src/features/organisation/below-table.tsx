'use client';
import type { OrganisationRow } from '@switchroom/contracts';
import { Badge } from '@switchroom/ui/components/badge';
import { EmptyState } from '@switchroom/ui/components/empty-state';
import { Cell, RowLink } from '@switchroom/ui/components/table';
import { formatNumber } from '@switchroom/ui/lib/format';
import { SearchX } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useFormatLocale } from '../../i18n/use-format-locale';
import { ListTable } from '../../shell/list-body';
import type { ListOrder } from '../../shell/list-head';
import type { BelowSearch } from './below-search';
import { organisationPath } from './sides';

const counted = ['organisations', 'pbxs', 'people'] as const;

/** Organisations below the one of the page. j and k move, Enter opens. */
export function BelowTable({
  rows,
  order,
  clear,
  busy,
}: {
  rows: readonly OrganisationRow[];
  order: ListOrder<BelowSearch['sort']>;
  /** What to do when nothing fits. */
  clear: ReactNode;
  /** Another view is on its way; these rows are of the one before. */
  busy: boolean;
}) {
  const t = useTranslations('organisations');
  const access = useTranslations('access');
  const locale = useFormatLocale();
  const router = useRouter();
  return (
    <ListTable
      label={t('below.title')}
      className="table-fixed"
      heads={[
        { label: t('columns.name'), sort: 'name', className: 'w-[44%]' },
        { label: t('columns.kind'), sort: 'kind', className: 'w-[14%]' },
        ...counted.map((key) => ({ label: t(`columns.${key}`), sort: key, className: 'w-[14%]', numeric: true })),
      ]}
      order={order}
      rows={rows}
      busy={busy}
      empty={
        <EmptyState icon={<SearchX aria-hidden="true" />} action={clear}>
          {t('below.noMatch')}
        </EmptyState>
      }
      marks={({ id }) => ({ 'data-organisation': id })}
      onOpen={({ id }) => router.push(organisationPath(id))}
    >
      {(row) => (
        <>
          <Cell>
            <span className="flex min-w-0 items-center gap-2">
              <RowLink href={organisationPath(row.id)} stretched tabIndex={-1}>
                <span className="truncate">{row.name}</span>
              </RowLink>
              {row.trail.length > 0 ? (
                <span className="truncate text-xs text-fg-muted">{row.trail.map(({ name }) => name).join(' › ')}</span>
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
        </>
      )}
    </ListTable>
  );
}
