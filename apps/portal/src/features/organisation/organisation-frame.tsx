'use client';
import { PageHead } from '@switchroom/ui/components/page-head';
import { TabLinks } from '@switchroom/ui/components/tabs';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useOrganisation } from '../../session/session-context';
import { organisationPath, organisationSideOf, organisationSides } from './sides';

/** Head and tabs of an organisation around one of its sides. */
export function OrganisationFrame({ children }: { children: ReactNode }) {
  const t = useTranslations('organisations');
  const access = useTranslations('access');
  const { id, name, kind, permissions, archived } = useOrganisation();
  const current = organisationSideOf(usePathname());
  return (
    <>
      <PageHead
        title={name}
        facts={[access(`kinds.${kind}`), ...(archived ? [t('archived')] : [])]}
        tabs={
          <TabLinks
            label={t('sides.label')}
            tabs={organisationSides
              .filter((entry) => permissions.includes(entry.permission) && (!('only' in entry) || entry.only === kind))
              .map(({ side }) => ({
                href: organisationPath(id, side),
                label: t(`sides.${side}`),
                current: side === current,
              }))}
          />
        }
      />
      {children}
    </>
  );
}
