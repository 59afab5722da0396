'use client';
import { ChevronsUpDown } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { cn } from '../lib/cn';
import { controlClasses, controlHeight } from '../lib/control-classes';
import { useFieldControl, useFieldLabelId } from './field';

/** A field's control that opens a dialog to choose in; `children` is what is chosen now. */
export function PickerButton({
  onOpen,
  className,
  children,
}: {
  onOpen: () => void;
  /** Of what is chosen. */
  className?: string;
  children: ReactNode;
}) {
  const labelId = useFieldLabelId();
  const valueId = useId();
  const wired = useFieldControl({});
  return (
    <button
      type="button"
      id={wired.id}
      aria-labelledby={[labelId, valueId].filter(Boolean).join(' ')}
      aria-describedby={wired['aria-describedby']}
      aria-haspopup="dialog"
      onClick={onOpen}
      className={cn(controlClasses, controlHeight, 'flex items-center justify-between gap-2 text-left')}
    >
      <span id={valueId} className={cn('flex min-w-0 gap-2', className)}>
        {children}
      </span>
      <ChevronsUpDown aria-hidden="true" className="size-4 shrink-0 text-fg-muted" />
    </button>
  );
}
