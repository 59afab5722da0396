'use client';
import type { ComponentProps } from 'react';
import { cn } from '../lib/cn';
import { controlClasses } from '../lib/control-classes';
import { useFieldControl } from './field';

/** A text of several lines. Inside a Field it needs no id and no aria attributes. */
export function Textarea({
  className,
  mono = false,
  rows = 4,
  ...props
}: ComponentProps<'textarea'> & { mono?: boolean }) {
  const wired = useFieldControl(props);
  return (
    <textarea
      rows={rows}
      {...props}
      {...wired}
      className={cn(controlClasses, 'min-h-16 py-1.5', mono && 'font-mono', className)}
    />
  );
}
