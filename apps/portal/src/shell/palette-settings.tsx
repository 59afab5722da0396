'use client';
import { settingsCatalogue } from '@switchroom/contracts';
import type { CommandEntry } from '@switchroom/ui/components/command-palette';
import { SlidersHorizontal } from 'lucide-react';
import { usePathname, useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { isMeant } from '../features/settings/page/find-settings';
import { focusSetting } from '../features/settings/page/focus-request';
import { settingsPbxOf, valuesPath } from '../features/settings/page/place';
import { useOrganisation } from '../session/session-context';

/** How many settings the palette shows at once. */
const SHOWN = 6;

/** Settings whose label, help or key is meant, at the place whose settings are on screen, else at the organisation. */
export function useSettingEntries(q: string): CommandEntry[] {
  const groups = useTranslations('settings.groups');
  const locale = useLocale();
  const router = useRouter();
  const pbxId = settingsPbxOf(usePathname());
  const { id: organisationId, permissions } = useOrganisation();
  if (q === '' || !permissions.includes('settings:read')) return [];
  return settingsCatalogue
    .filter((entry) => isMeant(entry, q, locale))
    .slice(0, SHOWN)
    .map((entry) => ({
      id: `setting-${entry.key}`,
      label: entry.label[locale],
      icon: <SlidersHorizontal aria-hidden="true" />,
      hint: groups(entry.group),
      onSelect: () => {
        focusSetting(entry.key);
        router.push(valuesPath({ organisationId, ...(pbxId === undefined ? {} : { pbxId }) }, entry.group, entry.key));
      },
    }));
}
