'use client';
import { Check, ChevronDown } from 'lucide-react';
import { Select as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { cn } from '../lib/cn';
import { controlClasses, controlHeight } from '../lib/control-classes';
import { useFieldControl } from './field';

export interface SelectOption<T extends string = string> {
  value: T;
  label: string;
  /** A second line in the list. */
  description?: ReactNode;
  disabled?: boolean;
}

// Radix reserves the empty string for "nothing chosen", the interface uses it as a real value ("any").
const EMPTY = '\u0000empty';
const toRadix = (value: string): string => (value === '' ? EMPTY : value);

/** One of a list of options. Named by the surrounding Field, or by `aria-label`. */
export function Select<T extends string>({
  options,
  value,
  onValueChange,
  placeholder,
  disabled,
  name,
  size = 'md',
  className,
  ...own
}: {
  options: readonly SelectOption<T>[];
  value: T | undefined;
  onValueChange: (value: T) => void;
  placeholder?: string;
  disabled?: boolean;
  name?: string;
  size?: 'sm' | 'md';
  className?: string;
  id?: string;
  'aria-label'?: string;
  'aria-describedby'?: string;
}) {
  const wired = useFieldControl(own);
  const chosen = options.find((option) => option.value === value);
  return (
    <Radix.Root
      value={value === undefined ? '' : toRadix(value)}
      onValueChange={(next) => {
        const option = options.find((candidate) => toRadix(candidate.value) === next);
        if (option) onValueChange(option.value);
      }}
      disabled={disabled}
      name={name}
    >
      <Radix.Trigger
        {...wired}
        aria-label={own['aria-label']}
        className={cn(
          controlClasses,
          size === 'sm' ? 'h-7 text-xs max-sm:h-9 max-sm:text-sm' : controlHeight,
          'flex items-center justify-between gap-2 text-left data-[placeholder]:text-fg-subtle',
          className,
        )}
      >
        <span className="min-w-0 truncate">
          {/* Spelled out: Radix itself knows the label only after the list was mounted, so the server's page had none. */}
          <Radix.Value placeholder={placeholder}>{chosen?.label}</Radix.Value>
        </span>
        <Radix.Icon>
          <ChevronDown aria-hidden="true" className="size-4 text-fg-muted" />
        </Radix.Icon>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          collisionPadding={8}
          className="z-50 max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) animate-pop-in overflow-hidden rounded-md border border-line bg-raised shadow-floating"
        >
          <Radix.Viewport className="p-1">
            {options.map((option) => (
              <Radix.Item
                key={option.value}
                value={toRadix(option.value)}
                disabled={option.disabled}
                className="relative flex min-h-7 cursor-default select-none items-center rounded-sm py-1 pr-8 pl-2 text-sm outline-none data-[disabled]:text-fg-subtle data-[highlighted]:bg-hover max-sm:min-h-11"
              >
                <span>
                  <Radix.ItemText>{option.label}</Radix.ItemText>
                  {option.description ? (
                    <span className="block text-xs text-fg-muted">{option.description}</span>
                  ) : null}
                </span>
                <Radix.ItemIndicator className="absolute right-2">
                  <Check aria-hidden="true" className="size-4 text-accent-fg" />
                </Radix.ItemIndicator>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
