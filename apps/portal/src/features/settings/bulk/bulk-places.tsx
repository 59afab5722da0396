'use client';
import { type OrganisationKind, organisationKinds, type SettingPlace } from '@switchroom/contracts';
import { Button } from '@switchroom/ui/components/button';
import { FilterChip } from '@switchroom/ui/components/filter-chip';
import { SearchInput } from '@switchroom/ui/components/search-input';
import { Segmented } from '@switchroom/ui/components/segmented';
import { formatNumber } from '@switchroom/ui/lib/format';
import { useTranslations } from 'next-intl';
import { useDeferredValue, useState } from 'react';
import { useFormatLocale } from '../../../i18n/use-format-locale';
import { useOrganisation } from '../../../session/session-context';
import { toggled } from '../../../shell/list-search-box';
import { placeKey } from '../preview/use-setting-words';
import { OrganisationChoices, PbxChoices } from './place-choices';

/** As many places as the gateway takes at once. */
const mostPlaces = 500;

/** The chosen places by their key. */
export type ChosenPlaces = ReadonlyMap<string, SettingPlace>;

/** Places out of what hangs below the organisation: organisations or PBXes, searched, one by one or all that are found. */
export function BulkPlaces({
  chosen,
  error,
  onChange,
}: {
  chosen: ChosenPlaces;
  error: string | undefined;
  onChange: (chosen: ChosenPlaces) => void;
}) {
  const t = useTranslations('settingChanges.bulk');
  const access = useTranslations('access');
  const common = useTranslations('common.actions');
  const locale = useFormatLocale();
  const { kind } = useOrganisation();
  const [what, setWhat] = useState<'organisations' | 'pbxs'>('organisations');
  const [search, setSearch] = useState('');
  const [kinds, setKinds] = useState<readonly OrganisationKind[]>([]);
  const q = useDeferredValue(search.trim().slice(0, 100));
  const change = (places: readonly SettingPlace[], on: boolean): void => {
    const next = new Map(chosen);
    for (const place of places) {
      if (!on) next.delete(placeKey(place));
      else if (next.size < mostPlaces) next.set(placeKey(place), place);
    }
    onChange(next);
  };
  const below = organisationKinds.slice(organisationKinds.indexOf(kind));
  return (
    <section className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <div className="flex flex-wrap items-baseline justify-between gap-2">
        <h3 className="text-base font-semibold">{t('where')}</h3>
        <p role="status" className="text-sm text-fg-muted tabular-nums">
          {t('chosen', { count: chosen.size })}
          {chosen.size >= mostPlaces ? ` ${t('most', { most: formatNumber(mostPlaces, locale) })}` : null}
        </p>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <Segmented
          aria-label={t('where')}
          options={[
            { value: 'organisations', label: t('organisations') },
            { value: 'pbxs', label: t('pbxs') },
          ]}
          value={what}
          onValueChange={setWhat}
        />
        <div className="w-56 max-sm:w-full">
          <SearchInput
            value={search}
            onValueChange={setSearch}
            label={what === 'pbxs' ? t('searchPbxs') : t('searchOrganisations')}
            clearLabel={common('clearSearch')}
          />
        </div>
        {what === 'organisations'
          ? below.map((one) => (
              <FilterChip
                key={one}
                pressed={kinds.includes(one)}
                onPressedChange={(on) => setKinds(toggled(kinds, one, on))}
              >
                {access(`kinds.${one}`)}
              </FilterChip>
            ))
          : null}
        {chosen.size > 0 ? (
          <Button size="sm" variant="ghost" className="ml-auto" onClick={() => onChange(new Map())}>
            {t('clear')}
          </Button>
        ) : null}
      </div>
      {what === 'pbxs' ? (
        <PbxChoices q={q} chosen={chosen} onChange={change} />
      ) : (
        <OrganisationChoices q={q} kinds={kinds} chosen={chosen} onChange={change} />
      )}
      {error === undefined ? null : (
        <p role="alert" className="text-xs text-danger">
          {error}
        </p>
      )}
    </section>
  );
}
