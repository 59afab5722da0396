'use client';
import type { MailRow, MailState } from '@switchroom/contracts';
import { StateChip } from '@switchroom/ui/components/state-chip';
import type { Tone } from '@switchroom/ui/lib/tone';
import { CircleCheck, CircleX, Clock, Inbox, type LucideIcon, RefreshCw } from 'lucide-react';
import { useTranslations } from 'next-intl';

const looks: Record<MailState, { tone: Tone; icon: LucideIcon }> = {
  queued: { tone: 'progress', icon: Clock },
  held: { tone: 'neutral', icon: Inbox },
  sent: { tone: 'ok', icon: CircleCheck },
  failed: { tone: 'danger', icon: CircleX },
};

/** The state of a mail as icon, word and colour; one that waits after a failed try has a word of its own. */
export function MailStateChip({ mail }: { mail: Pick<MailRow, 'state' | 'problem'> }) {
  const t = useTranslations('mail.states');
  const waits = mail.state === 'queued' && mail.problem !== null;
  const { tone, icon } = looks[mail.state];
  const Icon = waits ? RefreshCw : icon;
  return (
    <StateChip tone={waits ? 'warn' : tone} icon={<Icon aria-hidden="true" />} plain>
      {t(waits ? 'waiting' : mail.state)}
    </StateChip>
  );
}
