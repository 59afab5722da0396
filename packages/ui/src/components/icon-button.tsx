'use client';
import type { ComponentProps, ReactNode } from 'react';
import { type ButtonLook, buttonClasses } from '../lib/button-classes';
import { cn } from '../lib/cn';
import { Spinner } from './spinner';
import { Tooltip } from './tooltip';

export type IconButtonProps = Omit<ComponentProps<'button'>, 'aria-label' | 'children'> &
  ButtonLook & {
    /** The accessible name, also shown as tooltip. */
    label: string;
    icon: ReactNode;
    loading?: boolean;
    /** False when the place explains the button already. */
    tooltip?: boolean;
    tooltipSide?: 'top' | 'right' | 'bottom' | 'left';
  };

/** A square button with an icon and a required name. */
export function IconButton({
  label,
  icon,
  loading = false,
  tooltip = true,
  tooltipSide = 'bottom',
  variant = 'ghost',
  size,
  className,
  type = 'button',
  onClick,
  ...props
}: IconButtonProps) {
  return (
    <Tooltip content={label} enabled={tooltip} side={tooltipSide}>
      <button
        type={type}
        aria-label={label}
        aria-busy={loading || undefined}
        aria-disabled={loading || undefined}
        className={cn(buttonClasses({ variant, size, square: true }), className)}
        onClick={loading ? (event) => event.preventDefault() : onClick}
        {...props}
      >
        {loading ? <Spinner /> : icon}
      </button>
    </Tooltip>
  );
}
