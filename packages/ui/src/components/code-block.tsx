'use client';
import type { ReactNode } from 'react';
import { cn } from '../lib/cn';
import { CopyButton } from './copy-button';

/** Text to copy as it is: a command, a JSON object. Long lines scroll. `label` names the region. */
export function CodeBlock({
  code,
  label,
  copyLabel,
  copiedLabel,
  className,
}: {
  code: string;
  label: string;
  copyLabel: string;
  copiedLabel: string;
  className?: string;
}) {
  return (
    <div className={cn('flex items-start rounded-md border border-line bg-sunken', className)}>
      <pre
        role="region"
        aria-label={label}
        tabIndex={0}
        className="min-w-0 flex-1 overflow-x-auto rounded-md px-3 py-2 font-mono text-xs leading-5"
      >
        {code}
      </pre>
      <CopyButton value={code} label={copyLabel} copiedLabel={copiedLabel} className="m-1 shrink-0" />
    </div>
  );
}

export interface KeyValue {
  /** The name of the field where the value is to be entered. */
  name: ReactNode;
  value: string;
  copyLabel: string;
  copiedLabel: string;
  note?: ReactNode;
}

/** Values to be entered somewhere else, each with its own copy button. */
export function KeyValueBlock({ items, className }: { items: readonly KeyValue[]; className?: string }) {
  return (
    <dl className={cn('overflow-hidden rounded-md border border-line bg-sunken', className)}>
      {items.map((item) => (
        <div
          key={item.copyLabel}
          className="grid items-center gap-x-3 border-b border-line px-3 py-1 last:border-b-0 sm:grid-cols-[minmax(7rem,1fr)_minmax(0,3fr)]"
        >
          <dt className="text-xs text-fg-muted">{item.name}</dt>
          <dd className="min-w-0">
            <span className="flex min-w-0 items-center gap-2">
              <code className="min-w-0 flex-1 font-mono text-xs break-all">{item.value}</code>
              <CopyButton
                value={item.value}
                label={item.copyLabel}
                copiedLabel={item.copiedLabel}
                className="shrink-0"
              />
            </span>
            {item.note ? <span className="block pb-1 text-xs text-fg-muted">{item.note}</span> : null}
          </dd>
        </div>
      ))}
    </dl>
  );
}
