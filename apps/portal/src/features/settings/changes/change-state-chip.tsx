'use client';
import type { SettingChangeState } from '@switchroom/contracts';
import { StateChip } from '@switchroom/ui/components/state-chip';
import type { Tone } from '@switchroom/ui/lib/tone';
import { CalendarClock, CircleCheck, CircleSlash, CircleX, type LucideIcon, Split, UserRoundCheck } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { wordFirst } from '../../states/looks';

const looks: Record<SettingChangeState, { tone: Tone; icon: LucideIcon }> = {
  waiting: { tone: 'warn', icon: UserRoundCheck },
  scheduled: { tone: 'info', icon: CalendarClock },
  applied: { tone: 'ok', icon: CircleCheck },
  rejected: { tone: 'danger', icon: CircleX },
  cancelled: { tone: 'neutral', icon: CircleSlash },
  conflict: { tone: 'warn', icon: Split },
};

/** State of a change of settings as icon, word and colour; what it means on hover. */
export function ChangeStateChip({
  state,
  detail,
  plain,
}: {
  state: SettingChangeState;
  detail?: ReactNode;
  plain?: boolean;
}) {
  const t = useTranslations('settingChanges.states');
  const { tone, icon: Icon } = looks[state];
  return (
    <span
      title={t(`meanings.${state}`)}
      data-change-state={state}
      className="inline-flex max-w-full min-w-0 align-middle"
    >
      <StateChip tone={tone} icon={<Icon aria-hidden="true" />} detail={detail} plain={plain} className={wordFirst}>
        {t(state)}
      </StateChip>
    </span>
  );
}
