import type { ReactNode } from 'react';
import { cn } from '../lib/cn';
import { type Tone, toneSurface } from '../lib/tone';
import { ToneIcon } from './state-chip';

/**
 * A message across the page or panel. `live` announces it when it appears ("status"; use "alert" only for
 * what must interrupt). `edge` is the connection banner under the top bar: full width, no radius, sticky.
 */
export function Banner({
  tone = 'info',
  title,
  action,
  live = 'status',
  edge = false,
  className,
  children,
}: {
  tone?: Tone;
  title?: ReactNode;
  action?: ReactNode;
  live?: 'status' | 'alert' | 'off';
  edge?: boolean;
  className?: string;
  children?: ReactNode;
}) {
  return (
    <div
      role={live === 'off' ? undefined : live}
      className={cn(
        'flex items-start gap-2 border px-3 py-2 text-sm',
        toneSurface[tone],
        edge
          ? 'sticky top-(--frame-top,0px) z-20 items-center border-x-0 border-t-0 px-4 py-1.5 lg:px-6'
          : 'rounded-md',
        className,
      )}
    >
      <ToneIcon tone={tone} className="mt-0.5" />
      <div className="grid min-w-0 flex-1 gap-0.5">
        {title ? <p className="font-medium">{title}</p> : null}
        {children ? <div className={cn(title && 'text-fg')}>{children}</div> : null}
      </div>
      {action ? <div className="flex shrink-0 items-center gap-2">{action}</div> : null}
    </div>
  );
}
