'use client';
import type { SettingPlace } from '@switchroom/contracts';
import { CommandPalette } from '@switchroom/ui/components/command-palette';
import { PickerButton } from '@switchroom/ui/components/picker-button';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Building2, Server } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useDeferredValue, useState } from 'react';
import { useOrganisation } from '../../../session/session-context';
import { matchesWords } from '../../../shell/matches-words';
import { useTRPC } from '../../../trpc/context';
import { useSettingWords } from '../preview/use-setting-words';

/** Finds of each kind that are offered at once. */
const SHOWN = 10;

/** The organisation of the page, one below it, or one of their PBXes: a click opens the search. */
export function PlaceSelect({
  value,
  onChange,
}: {
  value: SettingPlace | undefined;
  onChange: (place: SettingPlace) => void;
}) {
  const t = useTranslations('settingChanges.picker');
  const words = useSettingWords();
  const [open, setOpen] = useState(false);
  const Icon = value !== undefined && 'pbx' in value ? Server : Building2;
  return (
    <>
      <PickerButton onOpen={() => setOpen(true)} className="items-center">
        <Icon aria-hidden="true" className="size-4 shrink-0 text-fg-muted" />
        {value === undefined ? (
          <span className="truncate text-fg-muted">{t('choosePlace')}</span>
        ) : (
          <>
            <span className="truncate">{words.place(value)}</span>
            <span className="truncate text-xs text-fg-muted">{words.placeKind(value)}</span>
          </>
        )}
      </PickerButton>
      <PlacePalette open={open} onOpenChange={setOpen} onChoose={onChange} />
    </>
  );
}

function PlacePalette({
  open,
  onOpenChange,
  onChoose,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onChoose: (place: SettingPlace) => void;
}) {
  const t = useTranslations('settingChanges.picker');
  const palette = useTranslations('shell.palette');
  const access = useTranslations('access');
  const trpc = useTRPC();
  const { id, name, kind } = useOrganisation();
  const [search, setSearch] = useState('');
  const q = useDeferredValue(search.trim().slice(0, 100));
  const organisations = useQuery({
    ...trpc.organisations.list.queryOptions({ organisationId: id, depth: 'subtree', q, limit: SHOWN }),
    enabled: open,
    placeholderData: keepPreviousData,
  });
  const pbxs = useQuery({
    ...trpc.pbxs.list.queryOptions({ organisationId: id, q, limit: SHOWN }),
    enabled: open,
    placeholderData: keepPreviousData,
  });
  const own = matchesWords(q, [name]) ? [{ id, name, kind, trail: [] as { name: string }[] }] : [];
  const groups = [
    {
      id: 'organisations',
      heading: t('organisations'),
      entries: [...own, ...(organisations.data?.rows ?? [])].map((one) => ({
        id: `organisation-${one.id}`,
        label: one.name,
        icon: <Building2 aria-hidden="true" />,
        hint: [...one.trail.map((above) => above.name), access(`kinds.${one.kind}`)].join(' · '),
        onSelect: () => onChoose({ organisation: { id: one.id, name: one.name, kind: one.kind } }),
      })),
    },
    {
      id: 'pbxs',
      heading: t('pbxs'),
      entries: (pbxs.data?.rows ?? []).map((pbx) => ({
        id: `pbx-${pbx.id}`,
        label: pbx.name,
        icon: <Server aria-hidden="true" />,
        hint: pbx.organisation.name,
        onSelect: () => onChoose({ pbx: { id: pbx.id, name: pbx.name } }),
      })),
    },
  ].filter(({ entries }) => entries.length > 0);
  return (
    <CommandPalette
      open={open}
      onOpenChange={(next) => {
        onOpenChange(next);
        if (!next) setSearch('');
      }}
      label={t('place')}
      placeholder={t('placePlaceholder')}
      groups={groups}
      search={search}
      onSearchChange={setSearch}
      filter={false}
      loading={open && (organisations.isPending || pbxs.isPending)}
      loadingText={palette('loading')}
      emptyText={t('noPlace')}
    />
  );
}
