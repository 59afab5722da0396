'use client';
import { cn } from '@switchroom/ui/lib/cn';
import { type Tone, toneText } from '@switchroom/ui/lib/tone';
import { Radio, Unplug } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ConnectionStatus } from './connection-status';

type Word = 'open' | 'connecting' | 'idle' | 'lost';

const looks: Record<Word, { tone: Tone; icon: typeof Radio }> = {
  open: { tone: 'ok', icon: Radio },
  connecting: { tone: 'progress', icon: Radio },
  idle: { tone: 'neutral', icon: Radio },
  lost: { tone: 'warn', icon: Unplug },
};

/** Whether this page is live, as icon and word; the word is only read out on narrow screens. */
export function ConnectionChip({ status }: { status: ConnectionStatus }) {
  const t = useTranslations('shell.connection');
  const word: Word = status.kind === 'live' ? 'open' : 'since' in status ? 'lost' : (status.kind as Word);
  const { tone, icon: Icon } = looks[word];
  return (
    <span
      title={t(`${word}Detail`)}
      data-connection={status.kind}
      className={cn('inline-flex h-8 items-center gap-1.5 px-2 text-xs font-medium', toneText[tone])}
    >
      <Icon aria-hidden="true" className="size-4" />
      <span className="max-lg:sr-only">{t(word)}</span>
    </span>
  );
}
