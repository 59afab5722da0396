import type { ReactNode } from 'react';
import { cn } from '../lib/cn';

/**
 * Top of a page: title (the only h1), two or three facts, one primary action. `tabs` takes TabLinks and
 * closes the head with its line.
 */
export function PageHead({
  title,
  state,
  facts,
  actions,
  tabs,
  breadcrumb,
  className,
}: {
  title: ReactNode;
  /** A StateChip beside the title. */
  state?: ReactNode;
  /** Shown in one line, divided by space. */
  facts?: readonly ReactNode[];
  actions?: ReactNode;
  tabs?: ReactNode;
  /** A link to the list this belongs to, above the title. */
  breadcrumb?: ReactNode;
  className?: string;
}) {
  return (
    <header className={cn('grid gap-3 pb-4', className)}>
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="grid min-w-0 gap-1">
          {breadcrumb ? <div className="text-xs text-fg-muted">{breadcrumb}</div> : null}
          <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="min-w-0 text-xl font-semibold tracking-tight break-words">{title}</h1>
            {state}
          </div>
          {facts && facts.length > 0 ? (
            <ul className="flex flex-wrap gap-x-4 gap-y-0.5 text-sm text-fg-muted">
              {facts.map((fact, index) => (
                <li key={index}>{fact}</li>
              ))}
            </ul>
          ) : null}
        </div>
        {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
      </div>
      {tabs}
    </header>
  );
}
