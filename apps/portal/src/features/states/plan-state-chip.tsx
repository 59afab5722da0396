'use client';
import type { OperationState, PlanState } from '@switchroom/contracts';
import { StateChip } from '@switchroom/ui/components/state-chip';
import type { Tone } from '@switchroom/ui/lib/tone';
import {
  CircleCheck,
  CircleDashed,
  CircleHelp,
  CircleSlash,
  CircleX,
  Clock,
  FileDiff,
  LoaderCircle,
  type LucideIcon,
  Split,
} from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { wordFirst } from './looks';

const planLooks: Record<PlanState, { tone: Tone; icon: LucideIcon }> = {
  open: { tone: 'info', icon: FileDiff },
  queued: { tone: 'neutral', icon: Clock },
  running: { tone: 'progress', icon: LoaderCircle },
  verified: { tone: 'ok', icon: CircleCheck },
  stopped: { tone: 'danger', icon: CircleX },
  discarded: { tone: 'neutral', icon: CircleSlash },
};

/** State of a change as icon, word and colour; what it means on hover. */
export function PlanStateChip({ state, detail, plain }: { state: PlanState; detail?: ReactNode; plain?: boolean }) {
  const t = useTranslations('plans');
  const { tone, icon: Icon } = planLooks[state];
  return (
    <span
      title={t(`stateMeanings.${state}`)}
      data-plan-state={state}
      className="inline-flex max-w-full min-w-0 align-middle"
    >
      <StateChip tone={tone} icon={<Icon aria-hidden="true" />} detail={detail} plain={plain} className={wordFirst}>
        {t(`states.${state}`)}
      </StateChip>
    </span>
  );
}

const operationLooks: Record<OperationState, { tone: Tone; icon: LucideIcon }> = {
  pending: { tone: 'neutral', icon: CircleDashed },
  applying: { tone: 'progress', icon: LoaderCircle },
  applied: { tone: 'progress', icon: CircleDashed },
  verified: { tone: 'ok', icon: CircleCheck },
  conflict: { tone: 'warn', icon: Split },
  failed: { tone: 'danger', icon: CircleX },
  unknown: { tone: 'warn', icon: CircleHelp },
  skipped: { tone: 'neutral', icon: CircleSlash },
};

/** State of one operation of a change. */
export function OperationStateChip({
  state,
  detail,
  plain,
}: {
  state: OperationState;
  detail?: ReactNode;
  plain?: boolean;
}) {
  const t = useTranslations('plans');
  const { tone, icon: Icon } = operationLooks[state];
  return (
    <span
      title={t(`operationMeanings.${state}`)}
      data-operation-state={state}
      className="inline-flex max-w-full min-w-0 align-middle"
    >
      <StateChip tone={tone} icon={<Icon aria-hidden="true" />} detail={detail} plain={plain} className={wordFirst}>
        {t(`operationStates.${state}`)}
      </StateChip>
    </span>
  );
}
