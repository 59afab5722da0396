import type { ReactNode } from 'react';
import { cn } from '../lib/cn';

/** A key or a combination as on the keyboard. */
export function Kbd({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <kbd
      className={cn(
        'inline-flex h-5 min-w-5 items-center justify-center rounded-sm border border-line bg-page px-1 font-sans text-xs text-fg-muted',
        className,
      )}
    >
      {children}
    </kbd>
  );
}
