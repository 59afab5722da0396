'use client';
import { Eye, GitCompareArrows, Link2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

const steps = [
  { key: 'link', icon: Link2 },
  { key: 'see', icon: Eye },
  { key: 'change', icon: GitCompareArrows },
] as const;

/** The overview of an organisation without a PBX: what this is for and where to begin. */
export function FirstSteps({ action }: { action: ReactNode }) {
  const t = useTranslations('overview.empty');
  return (
    <div className="grid max-w-2xl gap-5 pt-2">
      <div className="grid gap-1">
        <h2 className="text-lg font-semibold">{t('title')}</h2>
        <p className="text-sm text-fg-muted">{action === undefined ? t('readOnly') : t('text')}</p>
      </div>
      <ol className="grid border-t border-line">
        {steps.map(({ key, icon: Icon }) => (
          <li key={key} className="flex items-start gap-3 border-b border-line py-3">
            <Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-accent-fg" />
            <div className="grid gap-0.5">
              <p className="text-sm font-medium">{t(`steps.${key}`)}</p>
              <p className="text-sm text-fg-muted">{t(`steps.${key}Text`)}</p>
            </div>
          </li>
        ))}
      </ol>
      {action ? <div>{action}</div> : null}
    </div>
  );
}
