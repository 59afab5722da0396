'use client';
import type { LinkView, SyncView } from '@switchroom/contracts';
import { StateChip } from '@switchroom/ui/components/state-chip';
import { useTranslations } from 'next-intl';
import { useExactTime, useMoment } from '../../shell/time';
import { syncLooks, wordFirst } from './looks';

/**
 * Whether the PBX has what was last applied. While the link is not up the fact is old and says its age; a PBX that was
 * never read says so.
 */
export function SyncChip({ sync, link, plain }: { sync: SyncView; link?: LinkView['kind']; plain?: boolean }) {
  const t = useTranslations('sync');
  const moment = useMoment({ compact: true });
  const exact = useExactTime();
  const { tone, icon: Icon } = syncLooks[sync.state];
  const details = [
    sync.driftedObjects > 0 ? t('objects', { count: sync.driftedObjects }) : undefined,
    sync.asOf === undefined ? t('neverRead') : link === 'online' ? undefined : t('asOf', { time: moment(sync.asOf) }),
  ].filter((detail) => detail !== undefined);
  return (
    <span
      title={[t(`meanings.${sync.state}`), ...(sync.asOf ? [t('asOf', { time: exact(sync.asOf) })] : [])].join(' · ')}
      data-sync={sync.state}
      className="inline-flex max-w-full min-w-0 align-middle"
    >
      <StateChip
        tone={tone}
        icon={<Icon aria-hidden="true" />}
        plain={plain}
        className={wordFirst}
        detail={details.length > 0 ? details.join(', ') : undefined}
      >
        {t(`states.${sync.state}`)}
      </StateChip>
    </span>
  );
}
