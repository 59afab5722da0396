'use client';
import { Popover as Radix } from 'radix-ui';
import type { ComponentProps, ReactNode } from 'react';
import { cn } from '../lib/cn';
import { floatingClasses } from '../lib/layer-classes';

/** A small floating panel behind `trigger` (one focusable element). `label` names it. */
export function Popover({
  trigger,
  label,
  align = 'start',
  side = 'bottom',
  className,
  children,
  ...props
}: ComponentProps<typeof Radix.Root> & {
  trigger: ReactNode;
  label: string;
  align?: 'start' | 'center' | 'end';
  side?: 'top' | 'right' | 'bottom' | 'left';
  className?: string;
}) {
  return (
    <Radix.Root {...props}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          className={cn(floatingClasses, 'w-72 max-w-[calc(100vw-1rem)] p-3', className)}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
