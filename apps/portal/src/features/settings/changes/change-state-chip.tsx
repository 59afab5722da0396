'use client';
import type { SettingChangeState } from '@switchroom/contracts';
import { CalendarClock, CircleCheck, CircleSlash, CircleX, Split, UserRoundCheck } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { ExplainedChip, type StateChipExtras, type StateLook } from '../../states/explained-chip';

const looks: Record<SettingChangeState, StateLook> = {
  waiting: { tone: 'warn', icon: UserRoundCheck },
  scheduled: { tone: 'info', icon: CalendarClock },
  applied: { tone: 'ok', icon: CircleCheck },
  rejected: { tone: 'danger', icon: CircleX },
  cancelled: { tone: 'neutral', icon: CircleSlash },
  conflict: { tone: 'warn', icon: Split },
};

/** State of a change of settings as icon, word and colour; what it means on hover. */
export function ChangeStateChip({ state, ...extras }: StateChipExtras & { state: SettingChangeState }) {
  const t = useTranslations('settingChanges.states');
  return (
    <ExplainedChip
      look={looks[state]}
      meaning={t(`meanings.${state}`)}
      mark={{ 'data-change-state': state }}
      {...extras}
    >
      {t(state)}
    </ExplainedChip>
  );
}
