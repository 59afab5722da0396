'use client';
import { Check } from 'lucide-react';
import { DropdownMenu as Radix } from 'radix-ui';
import type { ComponentProps, ReactNode } from 'react';
import { useLayerContainer } from '../hooks/use-layer-container';
import { cn } from '../lib/cn';
import { floatingClasses, menuItemClasses } from '../lib/layer-classes';
import { Kbd } from './kbd';
import { Link } from './link';

/** A menu behind `trigger` (one Button or IconButton). Items: MenuItem, MenuLink, MenuCheckItem, MenuLabel, MenuSeparator. */
export function DropdownMenu({
  trigger,
  align = 'end',
  side = 'bottom',
  className,
  children,
  ...props
}: ComponentProps<typeof Radix.Root> & {
  trigger: ReactNode;
  align?: 'start' | 'center' | 'end';
  side?: 'top' | 'right' | 'bottom' | 'left';
  className?: string;
}) {
  const [container, setTrigger] = useLayerContainer();
  return (
    // Not modal: the page behind stays readable and scrolls.
    <Radix.Root modal={false} {...props}>
      <Radix.Trigger ref={setTrigger} asChild>
        {trigger}
      </Radix.Trigger>
      <Radix.Portal container={container}>
        <Radix.Content
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          className={cn(
            floatingClasses,
            'max-h-(--radix-dropdown-menu-content-available-height) min-w-44 overflow-y-auto p-1',
            className,
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** An act. `danger` colours it; the text still says what it does. */
export function MenuItem({
  icon,
  shortcut,
  danger = false,
  className,
  children,
  ...props
}: Omit<ComponentProps<typeof Radix.Item>, 'asChild'> & { icon?: ReactNode; shortcut?: ReactNode; danger?: boolean }) {
  return (
    <Radix.Item {...props} className={cn(menuItemClasses, danger && 'text-danger', className)}>
      {icon}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {shortcut ? <Kbd>{shortcut}</Kbd> : null}
    </Radix.Item>
  );
}

/** A way to another page. */
export function MenuLink({ href, icon, children }: { href: string; icon?: ReactNode; children: ReactNode }) {
  return (
    <Radix.Item asChild className={menuItemClasses}>
      <Link href={href}>
        {icon}
        <span className="min-w-0 flex-1 truncate">{children}</span>
      </Link>
    </Radix.Item>
  );
}

/** An option that is on or off; the menu stays open, for column choosers. */
export function MenuCheckItem({ className, children, ...props }: ComponentProps<typeof Radix.CheckboxItem>) {
  return (
    <Radix.CheckboxItem
      onSelect={(event) => event.preventDefault()}
      {...props}
      className={cn(menuItemClasses, 'pl-8', className)}
    >
      <Radix.ItemIndicator className="absolute left-2">
        <Check aria-hidden="true" className="text-accent-fg" />
      </Radix.ItemIndicator>
      {children}
    </Radix.CheckboxItem>
  );
}

/** A heading inside a menu. */
export function MenuLabel({ className, ...props }: ComponentProps<typeof Radix.Label>) {
  return <Radix.Label {...props} className={cn('px-2 py-1 text-xs font-medium text-fg-muted', className)} />;
}

export function MenuSeparator() {
  return <Radix.Separator className="my-1 h-px bg-line" />;
}
