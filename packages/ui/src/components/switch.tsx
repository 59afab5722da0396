'use client';
import { Switch as Radix } from 'radix-ui';
import { type ComponentProps, type ReactNode, useId } from 'react';
import { cn } from '../lib/cn';

export type SwitchProps = Omit<ComponentProps<typeof Radix.Root>, 'children'> & {
  /** Visible label at the left. Without it give `aria-label`. */
  label?: ReactNode;
  help?: ReactNode;
};

/** A setting that takes effect at once. */
export function Switch({ label, help, className, id, ...props }: SwitchProps) {
  const generated = useId();
  const controlId = id ?? generated;
  const control = (
    <Radix.Root
      id={controlId}
      aria-describedby={help ? `${controlId}-help` : undefined}
      {...props}
      className={cn(
        'group inline-flex h-6 w-9 shrink-0 items-center rounded-full disabled:cursor-not-allowed',
        !label && className,
      )}
    >
      <span className="flex h-5 w-9 items-center rounded-full border border-line-strong bg-sunken px-0.5 transition-colors duration-100 group-data-[state=checked]:border-accent group-data-[state=checked]:bg-accent group-disabled:opacity-60">
        <Radix.Thumb className="size-3.5 rounded-full bg-line-strong transition-transform duration-100 data-[state=checked]:translate-x-4 data-[state=checked]:bg-on-accent" />
      </span>
    </Radix.Root>
  );
  if (!label) return control;
  return (
    <div className={cn('flex items-start justify-between gap-4 max-sm:py-2', className)}>
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
      {control}
    </div>
  );
}
