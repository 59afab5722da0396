'use client';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { buttonClasses } from '../lib/button-classes';
import { cn } from '../lib/cn';
import { Link } from './link';

interface Step {
  label: string;
  /** Give an address, or a handler, or neither when there is no such page. */
  href?: string;
  onClick?: () => void;
}

function PageStep({ step, icon, last }: { step: Step; icon: ReactNode; last?: boolean }) {
  const classes = buttonClasses({ size: 'sm' });
  const content = (
    <>
      {last ? null : icon}
      {step.label}
      {last ? icon : null}
    </>
  );
  if (step.href) {
    return (
      <Link href={step.href} className={classes}>
        {content}
      </Link>
    );
  }
  return (
    <button type="button" className={classes} disabled={!step.onClick} onClick={step.onClick}>
      {content}
    </button>
  );
}

/** Keyset paging: previous, next and a summary such as "1-50 of about 2,000". `label` names the navigation. */
export function Pagination({
  label,
  summary,
  previous,
  next,
  pageSize,
  className,
}: {
  label: string;
  summary?: ReactNode;
  previous: Step;
  next: Step;
  /** A select of rows per page. */
  pageSize?: ReactNode;
  className?: string;
}) {
  return (
    <nav
      aria-label={label}
      className={cn('flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-2', className)}
    >
      <span className="text-xs text-fg-muted tabular-nums">{summary}</span>
      <div className="flex items-center gap-2">
        {pageSize}
        <PageStep step={previous} icon={<ChevronLeft aria-hidden="true" />} />
        <PageStep step={next} icon={<ChevronRight aria-hidden="true" />} last />
      </div>
    </nav>
  );
}
