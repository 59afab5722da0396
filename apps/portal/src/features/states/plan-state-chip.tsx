'use client';
import type { OperationState, PlanState } from '@switchroom/contracts';
import {
  CircleCheck,
  CircleDashed,
  CircleHelp,
  CircleSlash,
  CircleX,
  Clock,
  FileDiff,
  LoaderCircle,
  Split,
} from 'lucide-react';
import { useTranslations } from 'next-intl';
import { ExplainedChip, type StateChipExtras, type StateLook } from './explained-chip';

const planLooks: Record<PlanState, StateLook> = {
  open: { tone: 'info', icon: FileDiff },
  queued: { tone: 'neutral', icon: Clock },
  running: { tone: 'progress', icon: LoaderCircle },
  verified: { tone: 'ok', icon: CircleCheck },
  stopped: { tone: 'danger', icon: CircleX },
  discarded: { tone: 'neutral', icon: CircleSlash },
};

/** State of a change as icon, word and colour; what it means on hover. */
export function PlanStateChip({ state, ...extras }: StateChipExtras & { state: PlanState }) {
  const t = useTranslations('plans');
  return (
    <ExplainedChip
      look={planLooks[state]}
      meaning={t(`stateMeanings.${state}`)}
      mark={{ 'data-plan-state': state }}
      {...extras}
    >
      {t(`states.${state}`)}
    </ExplainedChip>
  );
}

const operationLooks: Record<OperationState, StateLook> = {
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
export function OperationStateChip({ state, ...extras }: StateChipExtras & { state: OperationState }) {
  const t = useTranslations('plans');
  return (
    <ExplainedChip
      look={operationLooks[state]}
      meaning={t(`operationMeanings.${state}`)}
      mark={{ 'data-operation-state': state }}
      {...extras}
    >
      {t(`operationStates.${state}`)}
    </ExplainedChip>
  );
}
