'use client';
import type { ReactNode } from 'react';
import { type ButtonLook, buttonClasses } from '../lib/button-classes';
import { cn } from '../lib/cn';
import { Link, type LinkProps } from './link';

/** A link that looks like a button. `href` is required. */
export function LinkButton({
  variant,
  size,
  icon,
  className,
  children,
  ...props
}: LinkProps & ButtonLook & { icon?: ReactNode }) {
  return (
    <Link className={cn(buttonClasses({ variant, size }), className)} {...props}>
      {icon}
      {children}
    </Link>
  );
}

/** A link inside running text: accent colour, underlined, so that colour is not its only mark. */
export function TextLink({ className, ...props }: LinkProps) {
  return (
    <Link
      className={cn(
        'rounded-sm text-accent-fg underline decoration-accent-fg/40 underline-offset-2 hover:decoration-accent-fg',
        className,
      )}
      {...props}
    />
  );
}
