'use client';
import { RadioGroup as Radix } from 'radix-ui';
import { type ReactNode, useId } from 'react';
import { cn } from '../lib/cn';
import { useFieldControl, useFieldLabelId } from './field';

export interface RadioOption<T extends string = string> {
  value: T;
  label: ReactNode;
  help?: ReactNode;
  disabled?: boolean;
}

/** One of a few options with explanations. Named by the surrounding Field, or by `aria-label`. */
export function RadioGroup<T extends string>({
  options,
  value,
  onValueChange,
  disabled,
  name,
  cards = false,
  className,
  'aria-label': ariaLabel,
}: {
  options: readonly RadioOption<T>[];
  value: T | undefined;
  onValueChange: (value: T) => void;
  disabled?: boolean;
  name?: string;
  /** Frames each option, for the main choice of a page. */
  cards?: boolean;
  className?: string;
  'aria-label'?: string;
}) {
  const baseId = useId();
  const labelId = useFieldLabelId();
  const wired = useFieldControl({});
  return (
    <Radix.Root
      id={wired.id}
      aria-describedby={wired['aria-describedby']}
      aria-required={wired['aria-required']}
      aria-invalid={wired['aria-invalid']}
      aria-label={ariaLabel}
      aria-labelledby={ariaLabel ? undefined : labelId}
      value={value ?? ''}
      onValueChange={(next) => {
        const option = options.find((candidate) => candidate.value === next);
        if (option) onValueChange(option.value);
      }}
      disabled={disabled}
      name={name}
      className={cn('grid', cards ? 'gap-2' : 'gap-1', className)}
    >
      {options.map((option, index) => {
        const id = `${baseId}-${index}`;
        return (
          <div
            key={option.value}
            className={cn(
              'flex items-start gap-1.5 max-sm:py-2',
              cards &&
                'rounded-md border border-line bg-surface p-2.5 has-[[data-state=checked]]:border-accent has-[[data-state=checked]]:bg-accent-soft',
            )}
          >
            <Radix.Item
              id={id}
              value={option.value}
              disabled={option.disabled}
              aria-describedby={option.help ? `${id}-help` : undefined}
              className="group inline-grid size-6 shrink-0 place-items-center rounded-full disabled:cursor-not-allowed"
            >
              <span className="grid size-4 place-items-center rounded-full border border-line-strong bg-surface group-hover:border-fg-subtle group-disabled:bg-sunken group-data-[state=checked]:border-accent">
                <Radix.Indicator className="size-2 rounded-full bg-accent" />
              </span>
            </Radix.Item>
            <div className="grid min-h-6 content-center">
              <label htmlFor={id} className={cn('py-0.5 text-sm', cards && 'font-medium')}>
                {option.label}
              </label>
              {option.help ? (
                <p id={`${id}-help`} className="text-xs text-fg-muted">
                  {option.help}
                </p>
              ) : null}
            </div>
          </div>
        );
      })}
    </Radix.Root>
  );
}
