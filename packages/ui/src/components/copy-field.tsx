'use client';
import { cn } from '../lib/cn';
import { useFieldControl } from './field';
import { controlHeight } from '../lib/control-classes';
import { CopyButton } from './copy-button';

/** A read-only value in monospace with a copy button. Inside a Field it takes the field's label. */
export function CopyField({
  value,
  copyLabel,
  copiedLabel,
  className,
  ...own
}: {
  value: string;
  copyLabel: string;
  copiedLabel: string;
  className?: string;
  id?: string;
  'aria-label'?: string;
}) {
  const wired = useFieldControl(own);
  return (
    <span className={cn('flex w-full min-w-0 items-center rounded-md border border-line bg-sunken', className)}>
      <input
        id={wired.id}
        aria-describedby={wired['aria-describedby']}
        aria-label={own['aria-label']}
        readOnly
        value={value}
        onFocus={(event) => event.currentTarget.select()}
        className={cn(
          controlHeight,
          'min-w-0 flex-1 rounded-md bg-transparent px-2.5 font-mono text-xs text-fg focus-visible:outline-offset-0',
        )}
      />
      <CopyButton value={value} label={copyLabel} copiedLabel={copiedLabel} className="m-0.5 shrink-0" />
    </span>
  );
}
