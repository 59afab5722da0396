'use client';
import type { AppObjectDetail } from '@switchroom/contracts';
import { useTranslations } from 'next-intl';
import { Ago } from '../../shell/time';
import { Connected } from './app-table';
import { OutsideChip } from './outside-chip';

/** The facts of an App object under its title. */
export function AppFacts({ app }: { app: AppObjectDetail }) {
  const t = useTranslations('appObjects.edit');
  return (
    <span className="flex flex-wrap items-center gap-x-3 gap-y-0.5">
      <code className="font-mono text-xs">{app.name}</code>
      {app.connected === undefined ? null : <Connected connected={app.connected} />}
      {app.outside === undefined ? null : <OutsideChip outside={app.outside} />}
      <span className="text-xs">
        {t('read')} <Ago value={app.asOf} />
      </span>
    </span>
  );
}
