import { Circle, CircleCheck, CircleDotDashed, CircleHelp, CircleMinus, CircleX } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '../lib/cn';

export type StepState = 'pending' | 'current' | 'done' | 'failed' | 'unknown' | 'skipped';

export interface ProgressStep {
  id: string;
  title: ReactNode;
  state: StepState;
  /** The state as a word, read out and shown at the right. */
  stateLabel: string;
  /** What was seen, or what to do. */
  detail?: ReactNode;
}

const look: Record<StepState, { icon: ReactNode; color: string }> = {
  pending: { icon: <Circle aria-hidden="true" />, color: 'text-fg-subtle' },
  current: { icon: <CircleDotDashed aria-hidden="true" />, color: 'text-progress' },
  done: { icon: <CircleCheck aria-hidden="true" />, color: 'text-ok' },
  failed: { icon: <CircleX aria-hidden="true" />, color: 'text-danger' },
  unknown: { icon: <CircleHelp aria-hidden="true" />, color: 'text-warn' },
  skipped: { icon: <CircleMinus aria-hidden="true" />, color: 'text-fg-subtle' },
};

/**
 * Steps of something under way, one under the other. `announcement` is read out each time it changes;
 * keep it short ("Step 2 of 4: waiting for the login").
 */
export function ProgressSteps({
  steps,
  label,
  announcement,
  className,
}: {
  steps: readonly ProgressStep[];
  label: string;
  announcement: string;
  className?: string;
}) {
  return (
    <div className={className}>
      <p role="status" className="sr-only">
        {announcement}
      </p>
      <ol aria-label={label} className="grid">
        {steps.map((step, index) => (
          <li
            key={step.id}
            aria-current={step.state === 'current' ? 'step' : undefined}
            className="grid grid-cols-[1rem_minmax(0,1fr)] gap-x-3"
          >
            <span className="flex flex-col items-center">
              <span className={cn('mt-0.5 [&_svg]:size-4', look[step.state].color)}>{look[step.state].icon}</span>
              {index < steps.length - 1 ? <span className="mt-1 min-h-2 w-px flex-1 bg-line" /> : null}
            </span>
            <div className="grid gap-0.5 pb-3">
              <div className="flex flex-wrap items-baseline justify-between gap-x-3">
                <span
                  className={cn(
                    'text-sm',
                    step.state === 'pending' || step.state === 'skipped' ? 'text-fg-muted' : 'font-medium text-fg',
                  )}
                >
                  {step.title}
                </span>
                <span className={cn('text-xs', look[step.state].color)}>{step.stateLabel}</span>
              </div>
              {step.detail ? <div className="text-sm text-fg-muted">{step.detail}</div> : null}
            </div>
          </li>
        ))}
      </ol>
    </div>
  );
}
