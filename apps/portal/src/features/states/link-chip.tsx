'use client';
import type { LinkView } from '@switchroom/contracts';
import { StateChip } from '@switchroom/ui/components/state-chip';
import { useTranslations } from 'next-intl';
import { useExactTime, useMoment } from '../../shell/time';
import { linkLooks, wordFirst } from './looks';

/** The link as icon, word and colour, with what is known about why and since when. */
export function LinkChip({ link, plain }: { link: LinkView; plain?: boolean }) {
  const t = useTranslations('link');
  const { tone, icon: Icon } = linkLooks[link.kind];
  const moment = useMoment({ compact: true });
  const exact = useExactTime();
  const reason = link.reason === undefined ? undefined : t(`reasons.${link.reason}.title`);
  const from = t('since', { time: exact(link.since) });
  // A refused link names its reason, an offline one its age; an online one needs no more than its word.
  const offline = link.reason === 'never-connected' ? reason : t('since', { time: moment(link.since) });
  const detail = link.kind === 'refused' ? reason : link.kind === 'offline' ? offline : undefined;
  return (
    <span
      title={[t(`meanings.${link.kind}`), reason, from].filter(Boolean).join(' · ')}
      data-link={link.kind}
      className="inline-flex max-w-full min-w-0 align-middle"
    >
      <StateChip tone={tone} icon={<Icon aria-hidden="true" />} plain={plain} className={wordFirst} detail={detail}>
        {t(`kinds.${link.kind}`)}
      </StateChip>
    </span>
  );
}
