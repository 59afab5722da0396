import type { ReactNode } from 'react';
import { cn } from '../lib/cn';

/** Appears at the bottom of a form when something changed. Its place is kept free, so nothing jumps. */
export function SaveBar({
  visible,
  summary,
  className,
  children,
}: {
  visible: boolean;
  summary: ReactNode;
  className?: string;
  /** Discard, then save. */
  children: ReactNode;
}) {
  return (
    <div className={cn('sticky bottom-0 z-20 min-h-14 max-md:bottom-14', className)}>
      <div role="status" className="sr-only">
        {visible ? summary : ''}
      </div>
      {visible ? (
        <div className="flex animate-fade-in flex-wrap items-center justify-between gap-2 rounded-lg border border-line bg-raised px-4 py-2.5 shadow-floating">
          <span aria-hidden="true" className="text-sm text-fg-muted">
            {summary}
          </span>
          <div className="flex gap-2">{children}</div>
        </div>
      ) : null}
    </div>
  );
}
