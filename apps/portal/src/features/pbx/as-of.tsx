'use client';
import type { PbxDetail } from '@switchroom/contracts';
import { useTranslations } from 'next-intl';
import { Ago, useMoment } from '../../shell/time';

/** The age of what is shown: a distance while the PBX is followed live, the moment while it is not connected. */
export function AsOf({ at, link }: { at: Date | undefined; link: PbxDetail['link']['kind'] | undefined }) {
  const t = useTranslations('pbx.asOf');
  const moment = useMoment();
  return (
    <p className="text-xs text-fg-muted">
      {at === undefined ? (
        t('never')
      ) : link === 'online' ? (
        <>
          {t('read')} <Ago value={at} />
        </>
      ) : (
        t('old', { time: moment(at) })
      )}
    </p>
  );
}
