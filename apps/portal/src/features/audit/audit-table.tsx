'use client';
import type { AuditRow } from '@switchroom/contracts';
import { Cell } from '@switchroom/ui/components/table';
import { useTranslations } from 'next-intl';
import { ListTable } from '../../shell/list-body';
import { Ago } from '../../shell/time';
import { AuditResultChip, useActionWord } from './audit-words';

/** Entries, the newest first. On a phone an entry is three lines: what, on what, and who when with the result. */
export function AuditTable({
  rows,
  busy,
  current,
  onOpen,
}: {
  rows: readonly AuditRow[];
  busy: boolean;
  current: string | null;
  onOpen: (id: string) => void;
}) {
  const t = useTranslations('audit');
  const word = useActionWord();
  const who = ({ actor, onBehalfOf }: AuditRow): string =>
    onBehalfOf === null ? actor : t('onBehalf', { actor, person: onBehalfOf.name });
  return (
    <ListTable
      label={t('title')}
      heads={(['at', 'actor', 'action', 'target', 'organisation', 'result'] as const).map((key) => t(`columns.${key}`))}
      rows={rows}
      busy={busy}
      current={current}
      empty={t('noMatch')}
      onOpen={({ id }) => onOpen(id)}
    >
      {(row) => (
        <>
          <Cell className="max-sm:hidden">
            <Ago value={row.at} />
          </Cell>
          <Cell className="max-sm:hidden">{who(row)}</Cell>
          <Cell className="max-sm:col-span-1 max-sm:col-start-1 max-sm:row-start-1">
            <button
              type="button"
              className="min-h-6 text-left text-accent-fg underline-offset-2 hover:underline max-sm:min-h-9 max-sm:text-base"
              onClick={() => onOpen(row.id)}
            >
              {word(row.action)}
            </button>
          </Cell>
          <Cell className="max-sm:row-start-2 max-sm:break-all">{row.target.name}</Cell>
          <Cell className="max-sm:row-start-3 max-sm:text-xs max-sm:text-fg-muted">
            <span className="min-w-0 truncate sm:hidden">
              {who(row)} · {row.organisation.name}
            </span>
            <span className="shrink-0 sm:hidden">
              <Ago value={row.at} format="narrow" />
            </span>
            <span className="max-sm:hidden">{row.organisation.name}</span>
          </Cell>
          <Cell className="max-sm:col-span-1 max-sm:col-start-2 max-sm:row-start-1 max-sm:justify-end">
            <AuditResultChip result={row.result} />
          </Cell>
        </>
      )}
    </ListTable>
  );
}
