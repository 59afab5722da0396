'use client';
import type { TokenState } from '@switchroom/contracts';
import { StateChip } from '@switchroom/ui/components/state-chip';
import type { Tone } from '@switchroom/ui/lib/tone';
import { CircleCheck, CircleSlash, Clock, type LucideIcon } from 'lucide-react';
import { useTranslations } from 'next-intl';

const looks: Record<TokenState, { tone: Tone; icon: LucideIcon }> = {
  active: { tone: 'ok', icon: CircleCheck },
  expired: { tone: 'neutral', icon: Clock },
  revoked: { tone: 'neutral', icon: CircleSlash },
};

/** Whether a token still lets a program in. */
export function TokenStateChip({ state }: { state: TokenState }) {
  const t = useTranslations('tokens.states');
  const { tone, icon: Icon } = looks[state];
  return (
    <StateChip tone={tone} icon={<Icon aria-hidden="true" />} plain>
      {t(state)}
    </StateChip>
  );
}
