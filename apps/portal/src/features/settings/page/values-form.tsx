'use client';
import { settingEntry, type SettingGroup, type SettingsView } from '@switchroom/contracts';
import { Banner } from '@switchroom/ui/components/banner';
import { Button } from '@switchroom/ui/components/button';
import { EmptyState } from '@switchroom/ui/components/empty-state';
import { SaveBar } from '@switchroom/ui/components/save-bar';
import { SearchInput } from '@switchroom/ui/components/search-input';
import { useHotkeys } from '@switchroom/ui/hooks/use-hotkeys';
import { SearchX } from 'lucide-react';
import { usePathname, useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { parseAsString, useQueryState } from 'nuqs';
import { useCallback, useState } from 'react';
import { useLeaveGuard } from '../../app-objects/use-leave-guard';
import { settingsPath } from '../sides';
import { placeKey } from '../preview/use-setting-words';
import { draftState, hasOwn } from '../save/draft';
import type { DraftHandle } from '../save/use-draft';
import { byGroup, isMeant, type ShownSetting } from './find-settings';
import { focusSetting, useFocusRequest } from './focus-request';
import { GroupNav } from './group-nav';
import { GroupSection, isForConsoles, isKeptOnly } from './group-section';
import { groupOf, type SettingsTarget, staysAt, valuesPath } from './place';
import { useReadOnly } from './read-only';
import { type SettingActs, SettingRow } from './setting-row';

/** Nothing around the form has to know that something is unsaved. */
const told = (): void => undefined;

/** The values of a place: groups, search, the settings of the group or of the search, and the bar that leads to a review. */
export function ValuesForm({
  target,
  data,
  settings: all,
  draft,
  acts,
  onReview,
}: {
  target: SettingsTarget;
  data: SettingsView;
  settings: readonly ShownSetting[];
  draft: DraftHandle;
  acts: Pick<SettingActs, 'why' | 'lock' | 'unlock'>;
  onReview: () => void;
}) {
  const t = useTranslations('settingValues');
  const common = useTranslations('common.actions');
  const locale = useLocale();
  const router = useRouter();
  const pathname = usePathname();
  const [search, setSearch] = useQueryState('q', parseAsString.withDefault(''));
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const readOnly = useReadOnly(data.level);
  const groups = byGroup(all);
  const current = groups.find(({ group }) => group === groupOf(pathname)) ?? groups[0];
  const searching = search.trim() !== '';
  const shown = !searching
    ? groups.filter((one) => one === current)
    : groups
        .map(({ group, settings }) => ({
          group,
          settings: settings.filter(({ entry }) => isMeant(entry, search, locale)),
        }))
        .filter(({ settings }) => settings.length > 0);
  const states = new Map(all.map(({ view }) => [view.key, draftState(view, draft.draft)]));
  const isChanged = (key: string): boolean => states.get(key)?.changed === true;
  const changed = all.filter(({ entry }) => isChanged(entry.key)).length;
  const stays = useCallback((path: string) => staysAt(target, path), [target]);
  const guard = useLeaveGuard(changed > 0, told, false, stays);
  const goTo = (group: SettingGroup): void => router.push(valuesPath(target, group));
  const review = (): void => {
    if (changed === 0) return;
    const [first] = draft.invalid;
    if (first === undefined) return onReview();
    setLeft(new Set(draft.invalid));
    focusSetting(first);
  };
  useHotkeys({ 'mod+s': review });
  useFocusRequest((key) => {
    const group = settingEntry(key)?.group;
    if (group === undefined || shown.some(({ settings }) => settings.some(({ entry }) => entry.key === key)))
      return true;
    if (searching) void setSearch(null);
    // The same address as the palette's, so that it does not matter which of the two comes last.
    if (group !== current?.group) router.replace(valuesPath(target, group, key));
    return false;
  });
  const here = placeKey(data.place);
  const readOnlyHere = groups.every(({ settings }) => settings.every((one) => readOnly(one) !== undefined));

  return (
    <>
      <div className="grid items-start gap-x-8 gap-y-3 md:grid-cols-[11rem_minmax(0,1fr)]">
        <GroupNav
          groups={groups.map(({ group, settings }) => ({
            group,
            path: valuesPath(target, group),
            own: settings.filter(({ view }) => hasOwn(view)).length,
            changed: settings.filter(({ entry }) => isChanged(entry.key)).length,
          }))}
          current={searching ? undefined : current?.group}
          onGroup={(group) => {
            void setSearch(null);
            goTo(group);
          }}
        />
        <div className="grid max-w-2xl grid-cols-[minmax(0,1fr)] gap-4">
          <SearchInput
            hotkey="/"
            value={search}
            onValueChange={(next) => void setSearch(next === '' ? null : next)}
            label={t('search.label')}
            placeholder={t('search.placeholder')}
            clearLabel={common('clearSearch')}
          />
          {readOnlyHere ? <Banner live="off">{t('readOnly')}</Banner> : null}
          {shown.length === 0 ? (
            <EmptyState
              icon={<SearchX aria-hidden="true" />}
              title={t('search.none')}
              action={<Button onClick={() => void setSearch(null)}>{common('clearSearch')}</Button>}
            >
              {t('search.empty', { search })}
            </EmptyState>
          ) : null}
          {shown.map(({ group, settings }) => {
            const keptOnly = isKeptOnly(settings);
            const forConsoles = isForConsoles(settings);
            return (
              <GroupSection key={group} group={group} keptOnly={keptOnly} forConsoles={forConsoles}>
                {settings.map((setting) => {
                  const { key } = setting.entry;
                  const state = states.get(key);
                  if (state === undefined) return null;
                  return (
                    // The row hears of it when the keyboard leaves one of its parts.
                    <div
                      key={key}
                      onBlur={() => (state.changed ? setLeft((all) => new Set([...all, key])) : undefined)}
                    >
                      <SettingRow
                        setting={setting}
                        state={state}
                        here={here}
                        readOnly={readOnly(setting)}
                        checked={left.has(key)}
                        refusal={draft.refusals[key]}
                        warnings={data.warnings.filter((warning) => warning.key === key).map(({ rule }) => rule)}
                        changesPath={settingsPath(target.organisationId, 'changes')}
                        groupKeptOnly={keptOnly || forConsoles}
                        acts={{
                          ...acts,
                          input: (_, input, keep) => draft.input(setting.view, input, keep),
                          useDefault: () => draft.input(setting.view, undefined),
                          undo: draft.undo,
                        }}
                      />
                    </div>
                  );
                })}
              </GroupSection>
            );
          })}
          <SaveBar visible={changed > 0} summary={t('save.changed', { count: changed })}>
            <Button onClick={draft.discard}>{common('discard')}</Button>
            <Button variant="primary" aria-keyshortcuts="Control+S Meta+S" onClick={review}>
              {t('save.review')}
            </Button>
          </SaveBar>
        </div>
      </div>
      {guard.dialog}
    </>
  );
}
