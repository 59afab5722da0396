import { StateChip } from '@switchroom/ui/components/state-chip';
import type { Tone } from '@switchroom/ui/lib/tone';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { wordFirst } from './looks';

/** How a state looks. */
export interface StateLook {
  tone: Tone;
  icon: LucideIcon;
}

/** What every chip of a state takes beside the state. */
export interface StateChipExtras {
  detail?: ReactNode;
  plain?: boolean;
}

/** A state as icon, word and colour; what it means on hover. `mark` names it for tests and styles. */
export function ExplainedChip({
  look: { tone, icon: Icon },
  meaning,
  mark,
  detail,
  plain,
  children,
}: StateChipExtras & {
  look: StateLook;
  meaning: string;
  mark: Record<`data-${string}`, string>;
  children: ReactNode;
}) {
  return (
    <span title={meaning} {...mark} className="inline-flex max-w-full min-w-0 align-middle">
      <StateChip tone={tone} icon={<Icon aria-hidden="true" />} detail={detail} plain={plain} className={wordFirst}>
        {children}
      </StateChip>
    </span>
  );
}
