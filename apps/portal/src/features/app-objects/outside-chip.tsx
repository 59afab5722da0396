'use client';
import type { OutsideChange } from '@switchroom/contracts';
import { StateChip } from '@switchroom/ui/components/state-chip';
import { FileDiff, FileX2, Sparkles } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Ago } from '../../shell/time';

/** How an outside change counts: `drift` touches what was applied from here, `news` does not, `deleted` took it away. */
export function outsideKind(outside: OutsideChange): 'drift' | 'news' | 'deleted' {
  if (outside.deleted) return 'deleted';
  return outside.drift ? 'drift' : 'news';
}

const looks = {
  drift: { tone: 'warn', icon: FileDiff },
  news: { tone: 'info', icon: Sparkles },
  deleted: { tone: 'danger', icon: FileX2 },
} as const;

/** "Changed outside" as icon, word and colour, with its age; what it means on hover. */
export function OutsideChip({ outside }: { outside: OutsideChange }) {
  const t = useTranslations('appObjects.outside');
  const kind = outsideKind(outside);
  const { tone, icon: Icon } = looks[kind];
  return (
    <span title={t(`meanings.${kind}`)} data-outside={kind} className="inline-flex min-w-0">
      <StateChip
        plain
        tone={tone}
        icon={<Icon aria-hidden="true" />}
        detail={<Ago value={outside.at} format="narrow" />}
      >
        {t(`kinds.${kind}`)}
      </StateChip>
    </span>
  );
}
