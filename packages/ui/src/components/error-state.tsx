import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '../lib/cn';
import { CopyButton } from './copy-button';

/** An error in four parts: what happened, what it means, what to do, and the request id to copy. */
export function ErrorState({
  title,
  meaning,
  cure,
  action,
  requestId,
  className,
}: {
  title: ReactNode;
  /** What it means for the thing, such as "Nothing was written to the PBX." */
  meaning?: ReactNode;
  cure?: ReactNode;
  action?: ReactNode;
  requestId?: { label: string; value: string; copyLabel: string; copiedLabel: string };
  className?: string;
}) {
  return (
    <div role="alert" className={cn('flex gap-3 rounded-md border border-danger-line bg-surface p-4', className)}>
      <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-danger" />
      <div className="grid min-w-0 flex-1 gap-1">
        <p className="text-base font-medium">{title}</p>
        {meaning ? <p className="text-sm text-fg-muted">{meaning}</p> : null}
        {cure ? <p className="text-sm">{cure}</p> : null}
        {action ? <div className="flex flex-wrap gap-2 pt-2">{action}</div> : null}
        {requestId ? (
          <p className="flex min-w-0 items-center gap-1.5 pt-1 text-xs text-fg-muted">
            <span className="shrink-0">{requestId.label}</span>
            <code className="truncate font-mono text-fg">{requestId.value}</code>
            <CopyButton value={requestId.value} label={requestId.copyLabel} copiedLabel={requestId.copiedLabel} />
          </p>
        ) : null}
      </div>
    </div>
  );
}
