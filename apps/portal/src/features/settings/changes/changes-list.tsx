'use client';
import type { SettingChangeRow } from '@switchroom/contracts';
import { Button } from '@switchroom/ui/components/button';
import { EmptyState } from '@switchroom/ui/components/empty-state';
import { FilterBar } from '@switchroom/ui/components/filter-bar';
import { FilterChip } from '@switchroom/ui/components/filter-chip';
import { Segmented } from '@switchroom/ui/components/segmented';
import { Cell } from '@switchroom/ui/components/table';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { History, Plus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useQueryStates } from 'nuqs';
import { useState } from 'react';
import { useOrganisation } from '../../../session/session-context';
import { ChoiceChips } from '../../../shell/choice-chips';
import { ListBody, ListTable } from '../../../shell/list-body';
import { Ago, useMoment } from '../../../shell/time';
import { useTRPC, useTRPCClient } from '../../../trpc/context';
import { useLive } from '../../../trpc/use-live';
import { SettingPalette } from '../choose/setting-palette';
import { useSettingWords } from '../preview/use-setting-words';
import { ChangePanel } from './change-panel';
import { ChangeStateChip } from './change-state-chip';
import { changesInput, changesParsers, type ChangesSearch, isId } from './changes-search';
import { PbxFilter } from './pbx-filter';
import { useSettingsChanged } from './use-settings-changed';

const columns = ['what', 'where', 'values', 'kind', 'who', 'state', 'at'] as const;

/** Who changed which settings when, newest first; a change opens beside the list. */
export function ChangesList() {
  const t = useTranslations('settingChanges.changes');
  const common = useTranslations('common.actions');
  const trpc = useTRPC();
  const client = useTRPCClient();
  const { id } = useOrganisation();
  const [search, setSearch] = useQueryStates(changesParsers, { history: 'replace' });
  const list = useQuery({
    ...trpc.settings.changes.queryOptions(changesInput(id, search)),
    placeholderData: keepPreviousData,
  });
  // The panel and the number at the tab, too.
  const changed = useSettingsChanged();
  useLive(
    (handlers) => client.settings.watch.subscribe({ organisationId: id }, handlers),
    () => void changed(),
    [id],
  );
  const narrow = (next: Partial<ChangesSearch>): void => void setSearch({ ...next, after: null, page: null });
  const filtered = search.state !== null || search.key !== null || search.pbx !== null;

  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      {list.data?.total === 0 && !filtered && search.below ? (
        <EmptyState icon={<History aria-hidden="true" />} title={t('empty.title')}>
          {t('empty.text')}
        </EmptyState>
      ) : (
        <>
          <FilterBar
            label={t('filters.label')}
            end={
              filtered ? (
                <Button size="sm" variant="ghost" onClick={() => narrow({ state: null, key: null, pbx: null })}>
                  {common('clearFilters')}
                </Button>
              ) : undefined
            }
          >
            <ChoiceChips
              choices={['open', 'ended'] as const}
              value={search.state}
              label={(state) => t(`filters.${state}`)}
              onChange={(state) => narrow({ state })}
            />
            <KeyFilter value={search.key} onChange={(key) => narrow({ key })} />
            {isId(search.pbx) ? <PbxFilter pbxId={search.pbx} onRemove={() => narrow({ pbx: null })} /> : null}
            <Segmented
              aria-label={t('filters.depth')}
              options={[
                { value: 'below', label: t('filters.below') },
                { value: 'here', label: t('filters.here') },
              ]}
              value={search.below ? 'below' : 'here'}
              onValueChange={(depth) => narrow({ below: depth === 'below' })}
            />
          </FilterBar>
          <ListBody
            list={list}
            place={search}
            onGo={(next) => void setSearch(next, { history: 'push' })}
            loading={t('loading')}
            columns={columns.length}
          >
            {({ rows }) => (
              <ListTable
                label={t('title')}
                heads={columns.map((key) => t(`columns.${key}`))}
                rows={rows}
                busy={list.isPlaceholderData}
                current={search.change}
                empty={t('noMatch')}
                onOpen={({ id: change }) => void setSearch({ change })}
              >
                {(row) => <Cells row={row} onOpen={() => void setSearch({ change: row.id })} />}
              </ListTable>
            )}
          </ListBody>
        </>
      )}
      <ChangePanel
        changeId={isId(search.change) ? search.change : null}
        onClose={() => void setSearch({ change: null })}
      />
    </div>
  );
}

function isOpen({ state }: SettingChangeRow): boolean {
  return state === 'waiting' || state === 'scheduled';
}

function Cells({ row, onOpen }: { row: SettingChangeRow; onOpen: () => void }) {
  const t = useTranslations('settingChanges');
  const words = useSettingWords();
  const moment = useMoment();
  const [first, ...others] = row.keys;
  return (
    <>
      <Cell label={t('changes.columns.what')}>
        <button
          type="button"
          className="min-h-6 max-w-full truncate text-left font-medium underline-offset-2 hover:underline max-sm:whitespace-normal"
          title={row.keys.map(words.label).join(', ')}
          onClick={onOpen}
        >
          {first === undefined ? t(`kinds.${row.kind}`) : words.label(first)}
          {others.length === 0 ? null : (
            <span className="font-normal text-fg-muted"> {t('changes.andMore', { count: others.length })}</span>
          )}
        </button>
      </Cell>
      <Cell label={t('changes.columns.where')}>{row.organisation?.name ?? words.place(null)}</Cell>
      <Cell label={t('changes.columns.values')}>{t('changes.counts', { values: row.items, places: row.places })}</Cell>
      <Cell label={t('changes.columns.kind')}>{t(`kinds.${row.kind}`)}</Cell>
      <Cell label={t('changes.columns.who')}>{words.person(row.personName)}</Cell>
      <Cell label={t('changes.columns.state')}>
        <ChangeStateChip
          state={row.state}
          plain
          detail={
            isOpen(row) && row.effectiveAt !== null ? t('changes.from', { at: moment(row.effectiveAt) }) : undefined
          }
        />
      </Cell>
      <Cell label={t('changes.columns.at')}>
        <Ago value={row.at} />
      </Cell>
    </>
  );
}

/** Narrows to the changes of one setting. */
function KeyFilter({ value, onChange }: { value: string | null; onChange: (key: string | null) => void }) {
  const t = useTranslations('settingChanges.changes.filters');
  const words = useSettingWords();
  const [open, setOpen] = useState(false);
  return (
    <>
      {value === null ? (
        <FilterChip pressed={false} icon={<Plus aria-hidden="true" />} onPressedChange={() => setOpen(true)}>
          {t('key')}
        </FilterChip>
      ) : (
        <FilterChip pressed onPressedChange={() => onChange(null)}>
          {words.label(value)}
        </FilterChip>
      )}
      <SettingPalette open={open} onOpenChange={setOpen} onChoose={onChange} />
    </>
  );
}
