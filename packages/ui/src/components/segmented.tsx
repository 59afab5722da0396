'use client';
import { RadioGroup as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { cn } from '../lib/cn';
import { useFieldLabelId } from './field';

export interface SegmentedOption<T extends string = string> {
  value: T;
  label: string;
  icon?: ReactNode;
  /** Shows the icon only; the label stays the accessible name. */
  iconOnly?: boolean;
}

/** A choice of two to five short words, side by side. Named by the surrounding Field, or by `aria-label`. */
export function Segmented<T extends string>({
  options,
  value,
  onValueChange,
  className,
  'aria-label': ariaLabel,
}: {
  options: readonly SegmentedOption<T>[];
  value: T;
  onValueChange: (value: T) => void;
  className?: string;
  'aria-label'?: string;
}) {
  const labelId = useFieldLabelId();
  return (
    <Radix.Root
      aria-label={ariaLabel}
      aria-labelledby={ariaLabel ? undefined : labelId}
      orientation="horizontal"
      value={value}
      onValueChange={(next) => {
        const option = options.find((candidate) => candidate.value === next);
        if (option) onValueChange(option.value);
      }}
      className={cn('inline-flex w-fit max-w-full rounded-md border border-line bg-sunken p-0.5', className)}
    >
      {options.map((option) => (
        <Radix.Item
          key={option.value}
          value={option.value}
          aria-label={option.iconOnly ? option.label : undefined}
          title={option.iconOnly ? option.label : undefined}
          className={cn(
            'inline-flex h-6.5 min-w-7 items-center justify-center gap-1.5 whitespace-nowrap rounded-sm border border-transparent px-2.5 text-xs font-medium text-fg-muted hover:text-fg max-sm:h-10 max-sm:min-w-11 [&_svg]:size-4',
            'data-[state=checked]:border-line-strong/50 data-[state=checked]:bg-surface data-[state=checked]:text-fg data-[state=checked]:shadow-raised dark:data-[state=checked]:bg-pressed',
            option.iconOnly && 'px-1.5',
          )}
        >
          {option.icon}
          {option.iconOnly ? null : option.label}
        </Radix.Item>
      ))}
    </Radix.Root>
  );
}
