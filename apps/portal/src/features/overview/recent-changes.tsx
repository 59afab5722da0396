'use client';
import { Cell, RowLink, Table, TableBody, TableRow } from '@switchroom/ui/components/table';
import { Section } from '@switchroom/ui/components/section';
import { SkeletonTable } from '@switchroom/ui/components/skeleton';
import { TextLink } from '@switchroom/ui/components/link-button';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useOrganisation } from '../../session/session-context';
import { ErrorPanel } from '../../shell/error-panel';
import { Ago } from '../../shell/time';
import { useTRPC } from '../../trpc/context';
import { PlanStateChip } from '../states/plan-state-chip';
import { usePlanTitle } from '../states/use-plan-title';
import { overviewQueries } from './queries';

/** The last changes of this organisation and below. */
export function RecentChanges() {
  const t = useTranslations('overview.changes');
  const common = useTranslations('common');
  const trpc = useTRPC();
  const title = usePlanTitle();
  const { id } = useOrganisation();
  const changes = useQuery({
    ...trpc.plans.list.queryOptions(overviewQueries(id).changes),
    placeholderData: keepPreviousData,
  });
  return (
    <Section title={t('title')} actions={<TextLink href={`/o/${id}/changes`}>{t('all')}</TextLink>}>
      {changes.data === undefined ? (
        changes.isError ? (
          <ErrorPanel error={changes.error} onRetry={() => void changes.refetch()} />
        ) : (
          <SkeletonTable label={common('loading')} rows={4} columns={2} />
        )
      ) : changes.data.rows.length === 0 ? (
        <p className="rounded-md border border-line bg-surface px-3 py-3 text-sm text-fg-muted">{t('empty')}</p>
      ) : (
        <Table label={t('title')}>
          <TableBody>
            {changes.data.rows.map((plan) => (
              <TableRow key={plan.id}>
                <Cell className="h-12 w-full max-w-0 max-sm:max-w-full">
                  <span className="grid min-w-0">
                    <RowLink href={`/o/${id}/changes/${plan.id}`} stretched>
                      <span className="truncate">{title(plan.title)}</span>
                    </RowLink>
                    <span className="truncate text-xs text-fg-muted">
                      {plan.pbx.name} · {t('by', { name: plan.createdBy })}
                    </span>
                  </span>
                </Cell>
                <Cell className="h-12 whitespace-nowrap">
                  <PlanStateChip
                    state={plan.state}
                    plain
                    detail={<Ago value={plan.endedAt ?? plan.createdAt} format="short" />}
                  />
                </Cell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
    </Section>
  );
}
