'use client';
import { PageHead } from '@switchroom/ui/components/page-head';
import { TabLinks } from '@switchroom/ui/components/tabs';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useOrganisation } from '../../session/session-context';

/** Head and tabs of the audit log. */
export function AuditHead({ side, actions }: { side: 'log' | 'settings'; actions?: ReactNode }) {
  const t = useTranslations('audit');
  const { id } = useOrganisation();
  const base = `/o/${id}/audit`;
  return (
    <PageHead
      title={t('title')}
      actions={actions}
      tabs={
        <TabLinks
          label={t('tabs.label')}
          tabs={[
            { href: base, label: t('tabs.log'), current: side === 'log' },
            { href: `${base}/settings`, label: t('tabs.settings'), current: side === 'settings' },
          ]}
        />
      }
    />
  );
}
