'use client';
import { Check, Minus } from 'lucide-react';
import { Checkbox as Radix } from 'radix-ui';
import { type ComponentProps, type ReactNode, useId } from 'react';
import { cn } from '../lib/cn';

export type CheckboxProps = Omit<ComponentProps<typeof Radix.Root>, 'children'> & {
  /** Visible label at the right. Without it give `aria-label`. */
  label?: ReactNode;
  help?: ReactNode;
};

/** A checkbox; `checked` may be "indeterminate". The target is 24 px, the box 16 px. */
export function Checkbox({ label, help, className, id, ...props }: CheckboxProps) {
  const generated = useId();
  const controlId = id ?? generated;
  const box = (
    <Radix.Root
      id={controlId}
      aria-describedby={help ? `${controlId}-help` : undefined}
      {...props}
      className={cn(
        'group inline-grid size-6 shrink-0 place-items-center rounded-sm disabled:cursor-not-allowed',
        !label && className,
      )}
    >
      <span
        className={cn(
          'grid size-4 place-items-center rounded-sm border border-line-strong bg-surface text-on-accent group-hover:border-fg-subtle',
          'group-data-[state=checked]:border-accent group-data-[state=checked]:bg-accent',
          'group-data-[state=indeterminate]:border-accent group-data-[state=indeterminate]:bg-accent',
          'group-disabled:border-line group-disabled:bg-sunken group-disabled:text-fg-muted',
          'group-disabled:group-data-[state=checked]:border-line group-disabled:group-data-[state=checked]:bg-pressed',
        )}
      >
        <Radix.Indicator>
          <Check aria-hidden="true" strokeWidth={3} className="size-3 group-data-[state=indeterminate]:hidden" />
          <Minus aria-hidden="true" strokeWidth={3} className="hidden size-3 group-data-[state=indeterminate]:block" />
        </Radix.Indicator>
      </span>
    </Radix.Root>
  );
  if (!label) return box;
  return (
    <div className={cn('-ml-1 flex items-start gap-1 max-sm:py-2', className)}>
      {box}
      <div className="grid min-h-6 content-center">
        <label htmlFor={controlId} className="py-0.5 text-sm">
          {label}
        </label>
        {help ? (
          <p id={`${controlId}-help`} className="text-xs text-fg-muted">
            {help}
          </p>
        ) : null}
      </div>
    </div>
  );
}
