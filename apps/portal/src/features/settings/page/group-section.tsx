'use client';
import type { SettingGroup } from '@switchroom/contracts';
import { Banner } from '@switchroom/ui/components/banner';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { ShownSetting } from './find-settings';

/** Whether nothing of a group can be written to a PBX yet. */
export function isKeptOnly(settings: readonly ShownSetting[]): boolean {
  return settings.length > 0 && settings.every(({ entry }) => entry.enforcedBy === 'nobody-yet');
}

/** Whether a group is for the attendant service alone, which does not serve consoles yet. */
export function isForConsoles(settings: readonly ShownSetting[]): boolean {
  return settings.length > 0 && settings.every(({ entry }) => entry.enforcedBy === 'gateway');
}

/** The head of a group above its settings: what it is for, and, where it is so, that nobody makes its values true yet. */
export function GroupSection({
  group,
  keptOnly,
  forConsoles,
  children,
}: {
  group: SettingGroup;
  keptOnly: boolean;
  forConsoles: boolean;
  children: ReactNode;
}) {
  const names = useTranslations('settings.groups');
  const meanings = useTranslations('settings.groupMeanings');
  const t = useTranslations('settingValues');
  return (
    <section aria-labelledby={`group-${group}`} className="grid grid-cols-[minmax(0,1fr)] content-start">
      <h2 id={`group-${group}`} className="text-base font-semibold">
        {names(group)}
      </h2>
      <p className="text-sm text-fg-muted">{meanings(group)}</p>
      {keptOnly ? (
        <Banner tone="neutral" live="off" className="mt-3" title={t('keptOnly.title')}>
          {t('keptOnly.text')}
        </Banner>
      ) : null}
      {forConsoles ? (
        <Banner tone="warn" live="off" className="mt-3" title={t('notServed.title')}>
          {t('notServed.text')}
        </Banner>
      ) : null}
      <div>{children}</div>
    </section>
  );
}
