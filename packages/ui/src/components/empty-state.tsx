import type { ReactNode } from 'react';
import { cn } from '../lib/cn';

/** Nothing here yet: one sentence what this is for, one action. `title` is optional and short. */
export function EmptyState({
  icon,
  title,
  action,
  className,
  children,
}: {
  icon?: ReactNode;
  title?: ReactNode;
  action?: ReactNode;
  className?: string;
  children: ReactNode;
}) {
  return (
    <div className={cn('grid justify-items-center gap-3 px-6 py-12 text-center', className)}>
      {icon ? <span className="text-fg-subtle [&_svg]:size-6">{icon}</span> : null}
      <div className="grid max-w-md gap-1">
        {title ? <p className="text-base font-medium">{title}</p> : null}
        <p className="text-sm text-fg-muted">{children}</p>
      </div>
      {action}
    </div>
  );
}
