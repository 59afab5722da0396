import type { ReactNode } from 'react';
import { cn } from '../lib/cn';

/** The line above a list: search at the left, chips after it, column chooser or export at the end. */
export function FilterBar({
  label,
  search,
  end,
  className,
  children,
}: {
  /** Names the group of filters. */
  label: string;
  search?: ReactNode;
  end?: ReactNode;
  className?: string;
  children?: ReactNode;
}) {
  return (
    <div role="group" aria-label={label} className={cn('flex flex-wrap items-center gap-2', className)}>
      {search ? <div className="w-64 max-sm:w-full">{search}</div> : null}
      {children ? <div className="flex min-w-0 flex-wrap items-center gap-1.5">{children}</div> : null}
      {end ? <div className="ml-auto flex items-center gap-1.5">{end}</div> : null}
    </div>
  );
}
