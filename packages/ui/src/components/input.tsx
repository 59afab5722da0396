'use client';
import { type ComponentProps, type ReactNode, useId } from 'react';
import { cn } from '../lib/cn';
import { controlClasses, controlHeight } from '../lib/control-classes';
import { useFieldControl } from './field';

export type InputProps = Omit<ComponentProps<'input'>, 'prefix'> & {
  /** Shown inside at the end, such as "ms"; read out with the field. */
  unit?: ReactNode;
  /** Shown inside at the start, such as an icon or "https://". */
  prefix?: ReactNode;
  /** Ids, numbers, addresses. */
  mono?: boolean;
};

/** A one-line text input. Inside a Field it needs no id and no aria attributes. */
export function Input({ unit, prefix, mono = false, className, type = 'text', ...props }: InputProps) {
  const unitId = useId();
  const described = [props['aria-describedby'], unit ? unitId : undefined].filter(Boolean).join(' ') || undefined;
  const wired = useFieldControl({ ...props, 'aria-describedby': described });
  const input = (
    <input
      type={type}
      {...props}
      {...wired}
      className={cn(
        controlClasses,
        controlHeight,
        mono && 'font-mono',
        type === 'number' && 'tabular-nums',
        (unit || prefix) && 'border-0 bg-transparent px-0 hover:border-0 focus-visible:outline-none',
        !(unit || prefix) && className,
      )}
    />
  );
  if (!(unit || prefix)) return input;
  return (
    <span
      className={cn(
        'flex w-full min-w-0 items-center gap-2 rounded-md border border-line-strong bg-surface px-2.5 hover:border-fg-subtle',
        'has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-offset-0 has-[:focus-visible]:outline-focus',
        'has-[[aria-invalid=true]]:border-danger has-[:disabled]:bg-sunken has-[[readonly]]:bg-sunken',
        className,
      )}
    >
      {prefix ? (
        <span className="flex shrink-0 items-center text-sm text-fg-subtle [&_svg]:size-4">{prefix}</span>
      ) : null}
      {input}
      {unit ? (
        <span id={unitId} className="shrink-0 text-xs text-fg-subtle">
          {unit}
        </span>
      ) : null}
    </span>
  );
}
