'use client';
import { auditExportFormats, auditResults } from '@switchroom/contracts';
import { Button } from '@switchroom/ui/components/button';
import { DropdownMenu, MenuItem, MenuLabel } from '@switchroom/ui/components/dropdown-menu';
import { EmptyState } from '@switchroom/ui/components/empty-state';
import { FilterBar } from '@switchroom/ui/components/filter-bar';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Download, ScrollText, ShieldCheck } from 'lucide-react';
import { useTimeZone, useTranslations } from 'next-intl';
import { useQueryStates } from 'nuqs';
import { useCan, useOrganisation } from '../../session/session-context';
import { ChoiceChips } from '../../shell/choice-chips';
import { ListBody } from '../../shell/list-body';
import { ListSearchBox } from '../../shell/list-search-box';
import { useTRPC } from '../../trpc/context';
import { AuditChips } from './audit-chips';
import { AuditEntryPanel } from './audit-entry-panel';
import { AuditFilters } from './audit-filters';
import { AuditHead } from './audit-head';
import {
  type AuditListSearch,
  auditExportPath,
  auditListInput,
  auditListParsers,
  isFiltered,
  noFilter,
} from './audit-list-search';
import { AuditTable } from './audit-table';
import { VerifyPanel } from './verify-panel';

/** Who did what, newest first; an entry opens beside the list. */
export function AuditList() {
  const t = useTranslations('audit');
  const common = useTranslations('common.actions');
  const trpc = useTRPC();
  const timeZone = useTimeZone() ?? 'UTC';
  const { id } = useOrganisation();
  const [search, setSearch] = useQueryStates(auditListParsers, { history: 'replace' });
  const list = useQuery({
    ...trpc.auditTrail.list.queryOptions(auditListInput(id, search, timeZone)),
    placeholderData: keepPreviousData,
  });
  const narrow = (next: Partial<{ [key in keyof AuditListSearch]: AuditListSearch[key] | null }>): void =>
    void setSearch({ ...next, after: null, page: null });
  const filtered = isFiltered(search);

  return (
    <>
      <AuditHead
        side="log"
        actions={<Actions search={search} onVerify={() => void setSearch({ panel: 'verify' })} />}
      />
      {list.data?.total === 0 && !filtered ? (
        <EmptyState icon={<ScrollText aria-hidden="true" />} title={t('empty.title')}>
          {t('empty.text')}
        </EmptyState>
      ) : (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
          <FilterBar
            label={t('filters.label')}
            search={<ListSearchBox label={t('filters.search')} value={search.q} onChange={(q) => narrow({ q })} />}
            end={
              filtered ? (
                <Button size="sm" variant="ghost" onClick={() => narrow(noFilter)}>
                  {common('clearFilters')}
                </Button>
              ) : undefined
            }
          >
            <ChoiceChips
              choices={auditResults}
              value={search.result}
              label={(result) => t(`results.${result}`)}
              onChange={(result) => narrow({ result })}
            />
            <AuditFilters search={search} onApply={narrow} />
            <AuditChips search={search} names={list.data?.names} onRemove={narrow} />
          </FilterBar>
          <ListBody
            list={list}
            place={search}
            onGo={(next) => void setSearch(next, { history: 'push' })}
            loading={t('loading')}
            columns={6}
          >
            {({ rows }) => (
              <AuditTable
                rows={rows}
                busy={list.isPlaceholderData}
                current={search.entry}
                onOpen={(entry) => void setSearch({ entry })}
              />
            )}
          </ListBody>
        </div>
      )}
      <AuditEntryPanel
        entryId={search.entry}
        onOpen={(entry) => void setSearch({ entry })}
        onClose={() => void setSearch({ entry: null })}
      />
      <VerifyPanel
        open={search.panel === 'verify'}
        onOpenEntry={(entry) => void setSearch({ panel: null, entry })}
        onClose={() => void setSearch({ panel: null })}
      />
    </>
  );
}

function Actions({ search, onVerify }: { search: AuditListSearch; onVerify: () => void }) {
  const t = useTranslations('audit');
  const timeZone = useTimeZone() ?? 'UTC';
  const { id } = useOrganisation();
  const mayExport = useCan('audit:export');
  return (
    <div className="flex flex-wrap items-center gap-2 sm:justify-end">
      {mayExport ? (
        <DropdownMenu align="end" trigger={<Button icon={<Download aria-hidden="true" />}>{t('export.label')}</Button>}>
          <MenuLabel>{t('export.note')}</MenuLabel>
          {auditExportFormats.map((format) => (
            <MenuItem
              key={format}
              // The answer is a file, so the page stays where it is.
              onSelect={() => window.location.assign(auditExportPath(id, search, timeZone, format))}
            >
              {t(`export.${format}`)}
            </MenuItem>
          ))}
        </DropdownMenu>
      ) : null}
      <Button icon={<ShieldCheck aria-hidden="true" />} onClick={onVerify}>
        {t('verify.open')}
      </Button>
    </div>
  );
}
