'use client';
import type { AppObjectRow } from '@switchroom/contracts';
import { Badge } from '@switchroom/ui/components/badge';
import { Button } from '@switchroom/ui/components/button';
import { EmptyState } from '@switchroom/ui/components/empty-state';
import { StateChip } from '@switchroom/ui/components/state-chip';
import { Cell, RowLink } from '@switchroom/ui/components/table';
import { Link2, SearchX } from 'lucide-react';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { memo, type MouseEvent } from 'react';
import { loose } from '../../i18n/loose';
import { ListTable } from '../../shell/list-body';
import { type AppSearch, appPath } from './app-search';
import { FlagChips } from './flag-chips';
import { OutsideChip } from './outside-chip';

type Sort = AppSearch['sort'];

/** The rows of a PBX's App objects. j and k move, Enter opens the panel. */
export function AppTable({
  rows,
  search,
  busy,
  onSort,
  onClear,
  onOpen,
}: {
  rows: readonly AppObjectRow[];
  search: AppSearch;
  busy: boolean;
  onSort: (sort: Sort, dir: AppSearch['dir']) => void;
  onClear: () => void;
  onOpen: (guid: string) => void;
}) {
  const t = useTranslations('appObjects');
  const common = useTranslations('common.actions');
  const pathname = usePathname();
  return (
    <ListTable
      label={t('title')}
      heads={[
        ...(['name', 'longName', 'app'] as const).map((key) => ({ label: t(`columns.${key}`), sort: key })),
        ...(['connected', 'flags', 'templates'] as const).map((key) => t(`columns.${key}`)),
        { label: t('columns.changed'), sort: 'changed' },
      ]}
      order={{ sort: search.sort, dir: search.dir, onSort }}
      rows={rows.map((row) => ({ id: row.guid, row }))}
      busy={busy}
      current={search.app}
      empty={
        <EmptyState
          icon={<SearchX aria-hidden="true" />}
          action={<Button onClick={onClear}>{common('clearFilters')}</Button>}
        >
          {t('noMatch')}
        </EmptyState>
      }
      marks={({ row }) => ({ 'data-app': row.name })}
      onOpen={({ id }) => onOpen(id)}
    >
      {({ row }) => <AppCells row={row} href={appPath(pathname, search, row.guid)} onOpen={onOpen} />}
    </ListTable>
  );
}

const AppCells = memo(
  function AppCells({ row, href, onOpen }: { row: AppObjectRow; href: string; onOpen: (guid: string) => void }) {
    const t = useTranslations('appObjects');
    // The panel opens without asking the server for the page again; a middle click still opens a new tab.
    const open = (event: MouseEvent): void => {
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
      event.preventDefault();
      onOpen(row.guid);
    };
    return (
      <>
        <Cell className="sm:max-w-64">
          <span className="flex min-w-0 items-center gap-2">
            <RowLink href={href} stretched tabIndex={-1} onClick={open}>
              <span className="truncate font-mono text-xs">{row.name === '' ? '–' : row.name}</span>
            </RowLink>
            {row.isOwnLink ? (
              <Badge tone="info" title={t('ownLinkHelp')}>
                <Link2 aria-hidden="true" />
                {t('ownLink')}
              </Badge>
            ) : null}
          </span>
        </Cell>
        <Cell label={t('columns.longName')} className="sm:max-w-48 truncate">
          {row.longName}
        </Cell>
        <Cell label={t('columns.app')} className="sm:max-w-44 truncate text-fg-muted">
          <AppWord row={row} />
        </Cell>
        <Cell label={t('columns.connected')} className="whitespace-nowrap">
          <Connected connected={row.connected} />
        </Cell>
        <Cell label={t('columns.flags')}>
          <FlagChips flags={row.flags} />
        </Cell>
        <Cell label={t('columns.templates')} className="sm:max-w-40 truncate text-fg-muted">
          <span title={row.templates.join(', ')}>{row.templates.length === 0 ? '–' : row.templates.join(', ')}</span>
        </Cell>
        <Cell label={t('columns.changed')} className="whitespace-nowrap">
          {row.outside === undefined ? (
            <span className="text-fg-subtle">–</span>
          ) : (
            <OutsideChip outside={row.outside} />
          )}
        </Cell>
      </>
    );
  },
  (before, after) => before.row === after.row && before.href === after.href,
);

function AppWord({ row }: { row: AppObjectRow }) {
  const apps = loose(useTranslations('apps'));
  if (row.catalogueKey !== undefined && apps.has(`${row.catalogueKey}.name`)) {
    return <span title={row.url}>{apps(`${row.catalogueKey}.name`)}</span>;
  }
  const last = row.url.split('/').at(-1) ?? '';
  return (
    <span title={row.url} className="font-mono text-xs">
      {last === '' ? '–' : last}
    </span>
  );
}

/** Whether the app's own service is connected to the PBX; not every PBX reports it. */
export function Connected({ connected }: { connected: boolean | undefined }) {
  const t = useTranslations('appObjects.connected');
  if (connected === undefined) {
    return (
      <span className="text-fg-subtle" title={t('unknown')}>
        –<span className="sr-only"> {t('unknown')}</span>
      </span>
    );
  }
  return (
    <StateChip plain tone={connected ? 'ok' : 'neutral'}>
      {connected ? t('yes') : t('no')}
    </StateChip>
  );
}
