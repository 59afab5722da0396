'use client';
import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '../lib/cn';

/** A filter that is on or off, with the number of rows it would show. */
export function FilterChip({
  pressed,
  onPressedChange,
  count,
  icon,
  disabled,
  className,
  children,
}: {
  pressed: boolean;
  onPressedChange: (pressed: boolean) => void;
  /** Already formatted. */
  count?: ReactNode;
  icon?: ReactNode;
  disabled?: boolean;
  className?: string;
  children: ReactNode;
}) {
  return (
    <button
      type="button"
      aria-pressed={pressed}
      disabled={disabled}
      onClick={() => onPressedChange(!pressed)}
      className={cn(
        'inline-flex h-7 items-center gap-1.5 rounded-full border px-2.5 text-xs transition-colors duration-100 max-sm:h-9 max-sm:px-3 [&_svg]:size-3.5',
        pressed
          ? 'border-accent bg-accent-soft text-accent-fg'
          : 'border-line-strong/60 bg-surface text-fg-muted hover:bg-hover hover:text-fg',
        'disabled:cursor-not-allowed disabled:border-line disabled:text-fg-subtle',
        className,
      )}
    >
      {/* The tick takes the icon's place, so that pressing does not move the neighbours. */}
      {icon ? pressed ? <Check aria-hidden="true" /> : icon : null}
      {children}
      {count === undefined ? null : (
        <span className="tabular-nums text-fg-subtle in-aria-pressed:text-accent-fg">{count}</span>
      )}
    </button>
  );
}
