'use client';
import type { ReactNode } from 'react';
import { cn } from '../lib/cn';
import { type Tone, toneText } from '../lib/tone';
import { Link } from './link';

/** A number with its word, and the way to the list behind it. Put several into a StatStrip. */
export function Stat({
  value,
  label,
  href,
  tone,
  icon,
  current = false,
}: {
  /** Already formatted. */
  value: ReactNode;
  label: ReactNode;
  href?: string;
  /** Colours the icon; the label must say what it means. */
  tone?: Tone;
  icon?: ReactNode;
  /** The list below shows this one. */
  current?: boolean;
}) {
  const content = (
    <>
      <span className="text-xl font-semibold tabular-nums">{value}</span>
      <span className="flex items-center gap-1.5 text-xs text-fg-muted [&_svg]:size-3.5">
        {icon ? <span className={tone ? toneText[tone] : undefined}>{icon}</span> : null}
        {label}
      </span>
    </>
  );
  const classes = cn(
    'grid min-w-28 flex-1 content-center gap-0.5 bg-surface px-4 py-2.5',
    current && 'bg-selected shadow-[inset_0_-2px_0_var(--ui-accent)]',
  );
  if (!href) return <div className={classes}>{content}</div>;
  return (
    <Link
      href={href}
      aria-current={current ? 'true' : undefined}
      className={cn(classes, 'hover:bg-hover focus-visible:-outline-offset-2', current && 'hover:bg-selected')}
    >
      {content}
    </Link>
  );
}

/** Stats side by side, divided by lines; two to a line on a phone. */
export function StatStrip({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <div
      className={cn(
        'flex flex-wrap gap-px overflow-hidden rounded-md border border-line bg-line',
        'max-sm:grid max-sm:grid-cols-2 max-sm:[&>:last-child:nth-child(odd)]:col-span-2',
        className,
      )}
    >
      {children}
    </div>
  );
}
