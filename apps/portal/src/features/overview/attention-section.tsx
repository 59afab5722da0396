'use client';
import { Cell, RowLink, Table, TableBody, TableRow } from '@switchroom/ui/components/table';
import { Section } from '@switchroom/ui/components/section';
import { SkeletonTable } from '@switchroom/ui/components/skeleton';
import { TextLink } from '@switchroom/ui/components/link-button';
import { keepPreviousData, useQueries } from '@tanstack/react-query';
import { CircleCheck } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useOrganisation } from '../../session/session-context';
import { ErrorPanel } from '../../shell/error-panel';
import { useTRPC } from '../../trpc/context';
import { pbxListPath } from '../fleet/list-search';
import { LinkChip } from '../states/link-chip';
import { SyncChip } from '../states/sync-chip';
import { type AttentionItem, attentionItems } from './attention';
import { overviewQueries } from './queries';

const SHOWN = 10;

/** What a person has to look at: refused links, conflicts, drift, the longest offline. */
export function AttentionSection() {
  const t = useTranslations('overview.attention');
  const common = useTranslations('common');
  const trpc = useTRPC();
  const { id } = useOrganisation();
  const answers = useQueries({
    queries: overviewQueries(id).attention.map((input) => ({
      ...trpc.pbxs.list.queryOptions(input),
      placeholderData: keepPreviousData,
    })),
  });
  const failed = answers.find((answer) => answer.isError && answer.data === undefined);
  const waiting = answers.some((answer) => answer.data === undefined);
  const items = attentionItems(
    answers.flatMap((answer) => answer.data?.rows ?? []),
    SHOWN,
  );
  return (
    <Section title={t('title')} actions={<TextLink href={pbxListPath(id, { sort: 'link' })}>{t('all')}</TextLink>}>
      {failed ? (
        <ErrorPanel error={failed.error} onRetry={() => void failed.refetch()} />
      ) : waiting ? (
        <SkeletonTable label={common('loading')} rows={4} columns={3} />
      ) : items.length === 0 ? (
        <p className="flex items-center gap-2 rounded-md border border-line bg-surface px-3 py-3 text-sm">
          <CircleCheck aria-hidden="true" className="size-4 shrink-0 text-ok" />
          {t('empty')}
        </p>
      ) : (
        <Table label={t('title')}>
          <TableBody>
            {items.map((item) => (
              <AttentionLine key={item.row.id} item={item} href={`/o/${id}/pbxs/${item.row.id}`} />
            ))}
          </TableBody>
        </Table>
      )}
    </Section>
  );
}

/** The PBX and the one fact for which it is here. */
function AttentionLine({ item: { row, kind }, href }: { item: AttentionItem; href: string }) {
  return (
    <TableRow>
      <Cell className="w-full max-w-0 max-sm:max-w-full">
        <span className="flex min-w-0 items-baseline gap-2">
          <RowLink href={href} stretched className="max-w-full shrink-0">
            <span className="truncate">{row.name}</span>
          </RowLink>
          <span className="min-w-0 truncate text-xs text-fg-muted">{row.organisation.name}</span>
        </span>
      </Cell>
      <Cell className="whitespace-nowrap">
        {kind === 'refused' || kind === 'offline' ? (
          <LinkChip link={row.link} plain />
        ) : (
          <SyncChip sync={row.sync} link={row.link.kind} plain />
        )}
      </Cell>
    </TableRow>
  );
}
