'use client';
import { Menu, PanelLeftClose, PanelLeftOpen, X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { type ReactNode, useMemo, useState } from 'react';
import { cn } from '../lib/cn';
import { overlayClasses } from '../lib/layer-classes';
import { NAV_COOKIE } from '../lib/nav-cookie';
import { IconButton } from './icon-button';
import { NavPlaceContext } from './nav-item';

const YEAR_S = 365 * 24 * 60 * 60;

/** The frame's own words. */
export interface AppFrameLabels {
  skip: string;
  navigation: string;
  bottomNavigation: string;
  collapse: string;
  expand: string;
  /** The last tab of the bottom bar, which opens the whole navigation. */
  more: string;
  close: string;
}

function Sheet({ labels, brand, nav }: { labels: AppFrameLabels; brand: ReactNode; nav: ReactNode }) {
  const [open, setOpen] = useState(false);
  const place = useMemo(() => ({ place: 'sheet' as const, collapsed: false, onNavigate: () => setOpen(false) }), []);
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger className="flex h-14 min-w-0 flex-col items-center justify-center gap-0.5 px-1 text-xs text-fg-muted focus-visible:-outline-offset-2 [&_svg]:size-5">
        <Menu aria-hidden="true" />
        <span className="max-w-full truncate">{labels.more}</span>
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className={overlayClasses} />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-y-0 left-0 z-50 flex w-72 max-w-[85vw] animate-fade-in flex-col border-r border-line bg-surface shadow-floating focus-visible:outline-none"
        >
          <Dialog.Title className="sr-only">{labels.navigation}</Dialog.Title>
          <div className="flex h-14 shrink-0 items-center justify-between border-b border-line pr-2 pl-4">
            <span className="min-w-0 truncate">{brand}</span>
            <Dialog.Close asChild>
              <IconButton label={labels.close} icon={<X aria-hidden="true" />} tooltip={false} />
            </Dialog.Close>
          </div>
          <nav aria-label={labels.navigation} className="min-h-0 flex-1 overflow-y-auto p-2">
            <NavPlaceContext value={place}>{nav}</NavPlaceContext>
          </nav>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/**
 * The application's frame. Left rail (icons only below 1024 px or when collapsed), top bar with two slots,
 * a place for the connection banner, and below 768 px a bottom bar instead of the rail. The window scrolls;
 * sticky parts below the top bar use the length --frame-top.
 */
export function AppFrame({
  labels,
  brand,
  brandMark,
  nav,
  bottomNav,
  topStart,
  topEnd,
  banner,
  defaultCollapsed = false,
  onCollapsedChange,
  children,
}: {
  labels: AppFrameLabels;
  /** Mark and name, for the wide rail. */
  brand: ReactNode;
  /** The mark alone, for the narrow rail. */
  brandMark: ReactNode;
  /** NavSections with NavItems. */
  nav: ReactNode;
  /** Up to four NavItems; "more" follows by itself. */
  bottomNav: ReactNode;
  topStart?: ReactNode;
  topEnd?: ReactNode;
  /** A Banner with `edge`, or nothing. */
  banner?: ReactNode;
  /** From the cookie (parseNavCollapsed). */
  defaultCollapsed?: boolean;
  onCollapsedChange?: (collapsed: boolean) => void;
  children: ReactNode;
}) {
  const [collapsed, setCollapsed] = useState(defaultCollapsed);
  const toggle = (): void => {
    const next = !collapsed;
    setCollapsed(next);
    document.cookie = `${NAV_COOKIE}=${next ? 'collapsed' : 'open'}; path=/; max-age=${YEAR_S}; samesite=lax`;
    onCollapsedChange?.(next);
  };
  const rail = useMemo(() => ({ place: 'rail' as const, collapsed }), [collapsed]);
  const bottom = useMemo(() => ({ place: 'bottom' as const, collapsed: false }), []);
  return (
    <div
      data-collapsed={collapsed}
      className="group/frame min-h-dvh [--frame-top:3rem] md:grid md:grid-cols-[auto_minmax(0,1fr)]"
    >
      <a
        href="#main"
        className="fixed top-2 left-2 z-50 -translate-y-20 rounded-md bg-accent px-3 py-2 text-sm font-medium text-on-accent focus:translate-y-0"
      >
        {labels.skip}
      </a>
      <nav
        aria-label={labels.navigation}
        className="sticky top-0 z-30 flex h-dvh w-14 flex-col border-r border-line bg-page max-md:hidden lg:w-54 lg:group-data-[collapsed=true]/frame:w-14"
      >
        <div className="flex h-12 shrink-0 items-center px-3.5">
          <span className="hidden min-w-0 truncate lg:block lg:group-data-[collapsed=true]/frame:hidden">{brand}</span>
          <span className="mx-auto lg:hidden lg:group-data-[collapsed=true]/frame:block">{brandMark}</span>
        </div>
        <div className="min-h-0 flex-1 overflow-x-hidden overflow-y-auto px-2 py-1">
          <NavPlaceContext value={rail}>{nav}</NavPlaceContext>
        </div>
        <div className="flex h-12 shrink-0 items-center px-2 max-lg:hidden lg:group-data-[collapsed=true]/frame:justify-center">
          <IconButton
            label={collapsed ? labels.expand : labels.collapse}
            icon={collapsed ? <PanelLeftOpen aria-hidden="true" /> : <PanelLeftClose aria-hidden="true" />}
            aria-expanded={!collapsed}
            tooltipSide="right"
            onClick={toggle}
          />
        </div>
      </nav>
      <div className="flex min-h-dvh min-w-0 flex-col">
        <header className="sticky top-0 z-30 flex h-12 items-center justify-between gap-3 border-b border-line bg-page px-4 lg:px-6">
          <div className="flex min-w-0 flex-1 items-center gap-2">{topStart}</div>
          <div className="flex shrink-0 items-center gap-1">{topEnd}</div>
        </header>
        {banner}
        <main
          id="main"
          tabIndex={-1}
          className={cn(
            'min-w-0 flex-1 px-4 py-4 pb-24 focus:outline-none md:pb-8 lg:px-6',
            // Table heads stick below the banner, which is one line high on a wide screen.
            Boolean(banner) && '[--frame-top:5.125rem]',
          )}
        >
          {children}
        </main>
      </div>
      <nav
        aria-label={labels.bottomNavigation}
        className="fixed inset-x-0 bottom-0 z-30 grid auto-cols-fr grid-flow-col border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
      >
        <NavPlaceContext value={bottom}>{bottomNav}</NavPlaceContext>
        <Sheet labels={labels} brand={brand} nav={nav} />
      </nav>
    </div>
  );
}
