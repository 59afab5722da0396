import type { ComponentProps } from 'react';
import { cn } from '../lib/cn';
import { type Tone, toneSurface } from '../lib/tone';

/** A small word beside something else (a count, an origin, a version). For states use StateChip. */
export function Badge({
  tone = 'neutral',
  mono = false,
  className,
  ...props
}: ComponentProps<'span'> & { tone?: Tone; mono?: boolean }) {
  return (
    <span
      {...props}
      className={cn(
        'inline-flex h-5 max-w-full align-middle items-center gap-1 truncate rounded-sm border px-1.5 text-xs [&_svg]:size-3',
        toneSurface[tone],
        mono && 'font-mono',
        className,
      )}
    />
  );
}
