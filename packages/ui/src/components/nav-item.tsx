'use client';
import { createContext, type ReactNode, useContext } from 'react';
import { useMediaQuery } from '../hooks/use-media-query';
import { cn } from '../lib/cn';
import { Link } from './link';
import { Tooltip } from './tooltip';

/** Where a NavItem stands: the left rail, the sheet behind "more" on a phone, or the bottom bar. Set by AppFrame. */
export const NavPlaceContext = createContext<{
  place: 'rail' | 'sheet' | 'bottom';
  collapsed: boolean;
  onNavigate?: () => void;
}>({ place: 'rail', collapsed: false });

const railLabel = 'sr-only lg:not-sr-only lg:group-data-[collapsed=true]/frame:sr-only';

/** One entry of the navigation; draws itself as a line or as a tab of the bottom bar. */
export function NavItem({
  href,
  icon,
  label,
  current,
  badge,
}: {
  href: string;
  icon: ReactNode;
  label: string;
  current: boolean;
  /** A count at the end of the line; must make sense when read after the label. */
  badge?: ReactNode;
}) {
  const { place, collapsed, onNavigate } = useContext(NavPlaceContext);
  const narrow = useMediaQuery('(max-width: 1023.98px)');
  if (place === 'bottom') {
    return (
      <Link
        href={href}
        aria-current={current ? 'page' : undefined}
        className="relative flex h-14 min-w-0 flex-col items-center justify-center gap-0.5 px-1 text-xs text-fg-muted focus-visible:-outline-offset-2 aria-[current=page]:font-medium aria-[current=page]:text-accent-fg [&_svg]:size-5"
      >
        {icon}
        <span className="max-w-full truncate">{label}</span>
        {badge ? <span className="absolute top-1 left-[calc(50%+0.5rem)]">{badge}</span> : null}
      </Link>
    );
  }
  const inRail = place === 'rail';
  return (
    <Tooltip content={label} side="right" enabled={inRail && (collapsed || narrow)}>
      <Link
        href={href}
        aria-current={current ? 'page' : undefined}
        onClick={onNavigate}
        className={cn(
          'relative flex items-center gap-2.5 overflow-hidden rounded-md px-2 text-sm text-fg-muted transition-colors duration-100 hover:bg-hover hover:text-fg [&_svg]:size-4 [&_svg]:shrink-0',
          'aria-[current=page]:bg-pressed aria-[current=page]:font-medium aria-[current=page]:text-fg',
          inRail ? 'h-8 max-lg:h-9 max-lg:px-2.5 lg:group-data-[collapsed=true]/frame:px-2.5' : 'h-11',
        )}
      >
        {icon}
        <span className={cn('min-w-0 flex-1 truncate', inRail && railLabel)}>{label}</span>
        {badge ? <span className={cn('text-xs tabular-nums', inRail && railLabel)}>{badge}</span> : null}
      </Link>
    </Tooltip>
  );
}

/** A group of entries; a line divides groups. `label` is read out and shows in the wide navigation. */
export function NavSection({ label, children }: { label?: string; children: ReactNode }) {
  const { place } = useContext(NavPlaceContext);
  return (
    <div
      role="group"
      aria-label={label}
      className="grid gap-0.5 not-first:mt-2 not-first:border-t not-first:border-line not-first:pt-2"
    >
      {label ? (
        <span
          aria-hidden="true"
          className={cn(
            'px-2 pt-1 pb-0.5 text-xs text-fg-subtle',
            place === 'rail' && 'hidden lg:block lg:group-data-[collapsed=true]/frame:hidden',
          )}
        >
          {label}
        </span>
      ) : null}
      {children}
    </div>
  );
}
