'use client';
import { Tabs as Radix } from 'radix-ui';
import { type ComponentProps, type ReactNode, useEffect, useRef } from 'react';
import { cn } from '../lib/cn';
import { Link } from './link';

const bar = 'flex gap-1 overflow-x-auto border-b border-line';
const tab =
  'relative -mb-px inline-flex h-9 shrink-0 items-center gap-1.5 whitespace-nowrap border-b-2 border-transparent px-2.5 text-sm font-medium text-fg-muted hover:text-fg focus-visible:-outline-offset-2 max-sm:h-11 [&_svg]:size-4';

export interface TabLink {
  href: string;
  label: ReactNode;
  current: boolean;
  /** A count or a badge after the label. */
  extra?: ReactNode;
}

/** The sides of a thing, each with its own address. `label` names the navigation. */
export function TabLinks({ label, tabs, className }: { label: string; tabs: readonly TabLink[]; className?: string }) {
  const row = useRef<HTMLElement>(null);
  const current = tabs.find((one) => one.current)?.href;
  // On a narrow screen the current tab can lie beyond the edge. Only the row is moved, never the page.
  useEffect(() => {
    const tabElement = row.current?.querySelector('[aria-current=page]');
    if (!row.current || !tabElement) return;
    const [within, at] = [row.current.getBoundingClientRect(), tabElement.getBoundingClientRect()];
    if (at.right > within.right) row.current.scrollLeft += at.right - within.right;
    if (at.left < within.left) row.current.scrollLeft -= within.left - at.left;
  }, [current]);
  return (
    <nav ref={row} aria-label={label} className={cn(bar, className)}>
      {tabs.map((one) => (
        <Link
          key={one.href}
          href={one.href}
          aria-current={one.current ? 'page' : undefined}
          className={cn(tab, 'aria-[current=page]:border-accent aria-[current=page]:text-fg')}
        >
          {one.label}
          {one.extra ? <span className="text-xs font-normal text-fg-muted tabular-nums">{one.extra}</span> : null}
        </Link>
      ))}
    </nav>
  );
}

/** Tabs inside one page or panel, without an address. */
export const Tabs = Radix.Root;

/** The row of tabs. `aria-label` is required. */
export function TabsList({ className, ...props }: ComponentProps<typeof Radix.List> & { 'aria-label': string }) {
  return <Radix.List {...props} className={cn(bar, className)} />;
}

export function TabsTrigger({ className, ...props }: ComponentProps<typeof Radix.Trigger>) {
  return (
    <Radix.Trigger
      {...props}
      className={cn(tab, 'data-[state=active]:border-accent data-[state=active]:text-fg', className)}
    />
  );
}

export function TabsContent({ className, ...props }: ComponentProps<typeof Radix.Content>) {
  return <Radix.Content {...props} className={cn('pt-4', className)} />;
}
