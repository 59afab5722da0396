'use client';
import type { LinkView } from '@switchroom/contracts';
import { StateChip } from '@switchroom/ui/components/state-chip';
import { useTranslations } from 'next-intl';
import { Ago } from '../../shell/time';
import { linkLooks } from './looks';

/** The link as icon, word and colour, with what is known about why and since when. */
export function LinkChip({ link, plain, since = true }: { link: LinkView; plain?: boolean; since?: boolean }) {
  const t = useTranslations('link');
  const { tone, icon: Icon } = linkLooks[link.kind];
  const reason = link.reason === undefined ? undefined : t(`reasons.${link.reason}.title`);
  return (
    <span
      title={[t(`meanings.${link.kind}`), reason].filter(Boolean).join(' ')}
      data-link={link.kind}
      className="inline-flex min-w-0"
    >
      <StateChip
        tone={tone}
        icon={<Icon aria-hidden="true" />}
        plain={plain}
        detail={
          link.kind === 'refused' && reason !== undefined ? (
            reason
          ) : since && link.kind !== 'connecting' ? (
            <Ago value={link.since} format="narrow" />
          ) : undefined
        }
      >
        {t(`kinds.${link.kind}`)}
      </StateChip>
    </span>
  );
}
