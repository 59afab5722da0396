import { ToneIcon } from '@switchroom/ui/components/state-chip';
import type { Tone } from '@switchroom/ui/lib/tone';
import type { ReactNode } from 'react';

/** What was found, each line with the icon of its weight. */
export function FindingList({
  label,
  findings,
}: {
  label: string;
  findings: readonly { key: string; tone: Tone; text: ReactNode }[];
}) {
  return (
    <ul aria-label={label} className="grid gap-1.5 text-sm">
      {findings.map(({ key, tone, text }) => (
        <li key={key} className="flex items-start gap-2" data-finding={key}>
          <ToneIcon tone={tone} className="mt-0.5" />
          <span className="min-w-0 break-words">{text}</span>
        </li>
      ))}
    </ul>
  );
}
