'use client';
import { settingGroups, settingsCatalogue } from '@switchroom/contracts';
import { CommandPalette } from '@switchroom/ui/components/command-palette';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useSettingWords } from '../preview/use-setting-words';

/** One setting out of the catalogue, found by its name, its group or its key. */
export function SettingPalette({
  open,
  onOpenChange,
  onChoose,
  isOffered = () => true,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onChoose: (key: string) => void;
  isOffered?: (key: string) => boolean;
}) {
  const t = useTranslations('settingChanges.picker');
  const palette = useTranslations('shell.palette');
  const settings = useTranslations('settings');
  const words = useSettingWords();
  const [search, setSearch] = useState('');
  const groups = settingGroups
    .map((group) => ({
      id: group,
      heading: settings(`groups.${group}`),
      entries: settingsCatalogue
        .filter((entry) => entry.group === group && isOffered(entry.key))
        .map(({ key }) => ({
          id: key,
          label: words.label(key),
          keywords: [key, settings(`groups.${group}`)],
          hint: <code className="font-mono max-sm:hidden">{key}</code>,
          onSelect: () => onChoose(key),
        })),
    }))
    .filter(({ entries }) => entries.length > 0);
  return (
    <CommandPalette
      open={open}
      onOpenChange={(next) => {
        onOpenChange(next);
        if (!next) setSearch('');
      }}
      label={t('setting')}
      placeholder={t('settingPlaceholder')}
      groups={groups}
      search={search}
      onSearchChange={setSearch}
      loadingText={palette('loading')}
      emptyText={t('noSetting')}
    />
  );
}
