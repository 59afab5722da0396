'use client';
import type { TemplateRow } from '@switchroom/contracts';
import { Badge } from '@switchroom/ui/components/badge';
import { Button } from '@switchroom/ui/components/button';
import { EmptyState } from '@switchroom/ui/components/empty-state';
import { FilterBar } from '@switchroom/ui/components/filter-bar';
import { Cell, HeadCell, MessageRow, Table, TableBody, TableHead, TableRow } from '@switchroom/ui/components/table';
import { formatNumber } from '@switchroom/ui/lib/format';
import { useQuery } from '@tanstack/react-query';
import { FileStack, SearchX } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { parseAsString, useQueryState } from 'nuqs';
import { useCallback } from 'react';
import { useFormatLocale } from '../../i18n/use-format-locale';
import { useOrganisation } from '../../session/session-context';
import { ErrorPanel } from '../../shell/error-panel';
import { useTRPC } from '../../trpc/context';
import { ListSearchBox } from '../../shell/list-search-box';
import { AsOf } from '../pbx/as-of';
import { Unknown } from '../pbx/unknown';
import { SideSkeleton } from '../pbx/side-skeleton';
import { usePbx } from '../pbx/use-pbx';
import { matchingTemplates } from './matching-templates';

/** The config templates of a PBX: what they inherit from, which apps they give, how many users have them. */
export function TemplateList({ pbxId }: { pbxId: string }) {
  const t = useTranslations('templates');
  const common = useTranslations('common.actions');
  const trpc = useTRPC();
  const { id: organisationId } = useOrganisation();
  const link = usePbx(pbxId).data?.link.kind;
  const templates = useQuery(trpc.templates.list.queryOptions({ organisationId, pbxId }));
  const [q, setQ] = useQueryState('q', parseAsString.withDefault('').withOptions({ history: 'replace' }));
  const search = useCallback((next: string) => void setQ(next === '' ? null : next), [setQ]);
  if (templates.data === undefined) {
    return templates.isError ? (
      <ErrorPanel error={templates.error} onRetry={() => void templates.refetch()} />
    ) : (
      <SideSkeleton label={t('loading')} columns={4} />
    );
  }
  const { rows, asOf } = templates.data;
  if (rows.length === 0) {
    return (
      <EmptyState icon={<FileStack aria-hidden="true" />} title={asOf === undefined ? t('neverTitle') : t('noneTitle')}>
        {asOf === undefined ? t('never') : t('none')}
      </EmptyState>
    );
  }
  const shown = matchingTemplates(rows, q);
  return (
    <div className="grid gap-3">
      <FilterBar
        label={t('filters')}
        search={<ListSearchBox value={q} label={t('search')} onChange={search} />}
        end={<AsOf at={asOf} link={link} />}
      />
      <Table label={t('title')}>
        <TableHead>
          <tr role="row">
            <HeadCell>{t('columns.name')}</HeadCell>
            <HeadCell>{t('columns.parents')}</HeadCell>
            <HeadCell>{t('columns.apps')}</HeadCell>
            <HeadCell numeric>{t('columns.users')}</HeadCell>
          </tr>
        </TableHead>
        <TableBody>
          {shown.length === 0 ? (
            <MessageRow columns={4}>
              <EmptyState
                icon={<SearchX aria-hidden="true" />}
                action={<Button onClick={() => search('')}>{common('clearSearch')}</Button>}
              >
                {t('noMatch')}
              </EmptyState>
            </MessageRow>
          ) : (
            shown.map((row) => (
              <TableRow key={row.guid}>
                <TemplateCells row={row} />
              </TableRow>
            ))
          )}
        </TableBody>
      </Table>
    </div>
  );
}

function TemplateCells({ row }: { row: TemplateRow }) {
  const t = useTranslations('templates');
  const common = useTranslations('common');
  const locale = useFormatLocale();
  return (
    <>
      <Cell className="font-medium">{row.name}</Cell>
      <Cell label={t('columns.parents')} className="text-fg-muted">
        {row.parents.length === 0 ? '–' : row.parents.join(', ')}
      </Cell>
      <Cell label={t('columns.apps')} className="py-1 sm:max-xl:whitespace-normal">
        {row.apps.length === 0 ? (
          <span className="text-fg-subtle">–</span>
        ) : (
          <span className="flex flex-wrap gap-1 max-sm:justify-end">
            {row.apps.map((app) => (
              <Badge key={app} mono>
                {app}
              </Badge>
            ))}
          </span>
        )}
      </Cell>
      <Cell label={t('columns.users')} numeric>
        {row.users === undefined ? <Unknown>{common('unknown')}</Unknown> : formatNumber(row.users, locale)}
      </Cell>
    </>
  );
}
