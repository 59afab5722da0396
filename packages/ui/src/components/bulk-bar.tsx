import type { ReactNode } from 'react';
import { cn } from '../lib/cn';

/** What can be done with the ticked rows; stays at the bottom of the list. `summary` says how many are ticked. */
export function BulkBar({
  label,
  summary,
  className,
  children,
}: {
  label: string;
  summary: ReactNode;
  className?: string;
  /** Buttons, the last one clears the selection. */
  children: ReactNode;
}) {
  return (
    <div
      role="group"
      aria-label={label}
      className={cn(
        'sticky bottom-4 z-20 mx-auto flex w-fit max-w-full animate-fade-in flex-wrap items-center gap-2 rounded-lg border border-line bg-raised py-1.5 pr-1.5 pl-3 shadow-floating max-md:bottom-20',
        className,
      )}
    >
      <span role="status" className="pr-2 text-sm font-medium tabular-nums">
        {summary}
      </span>
      {children}
    </div>
  );
}
