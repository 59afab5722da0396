'use client';
import { PageHead } from '@switchroom/ui/components/page-head';
import { TabLinks } from '@switchroom/ui/components/tabs';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useOrganisation } from '../../session/session-context';
import { BulkButton } from './bulk/bulk-button';
import { OpenChangesCount, useOpenChanges } from './changes/open-changes-count';
import { settingsPath, settingsSideOf, settingsSides } from './sides';

/** Head and tabs of an organisation's settings around one of their sides. */
export function SettingsFrame({ children }: { children: ReactNode }) {
  const t = useTranslations('settingValues');
  const access = useTranslations('access');
  const { id, name, kind, permissions } = useOrganisation();
  const open = useOpenChanges();
  const current = settingsSideOf(usePathname());
  return (
    <>
      <PageHead
        title={t('title')}
        facts={[`${access(`kinds.${kind}`)} ${name}`, t('inherit')]}
        actions={current === 'values' ? <BulkButton /> : undefined}
        tabs={
          <TabLinks
            label={t('sides.label')}
            tabs={settingsSides
              .filter(({ permission }) => permissions.includes(permission))
              .map(({ side }) => ({
                href: settingsPath(id, side),
                label: t(`sides.${side}`),
                current: side === current,
                ...(side === 'changes' && open > 0 ? { extra: <OpenChangesCount count={open} /> } : {}),
              }))}
          />
        }
      />
      {children}
    </>
  );
}
