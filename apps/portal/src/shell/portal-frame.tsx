'use client';
import { AppFrame } from '@switchroom/ui/components/app-frame';
import { NavItem, NavSection } from '@switchroom/ui/components/nav-item';
import { Toaster } from '@switchroom/ui/components/toaster';
import { useHotkeys } from '@switchroom/ui/hooks/use-hotkeys';
import type { Theme } from '@switchroom/ui/lib/theme';
import { usePathname, useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { BrandMark } from '../features/branding/brand-mark';
import { useBrand } from '../features/branding/use-brand';
import { ImpersonationBanner } from '../features/impersonation/impersonation-banner';
import { useOrganisation, useSession } from '../session/session-context';
import { StepUpOutcome } from '../session/step-up-outcome';
import { AccessWatch } from './access-watch';
import { CommandMenu } from './command-menu';
import { useConnectionBanner } from './connection-banner';
import { ConnectionChip } from './connection-chip';
import { useConnectionStatus } from './connection-status';
import { JobsIndicator } from './jobs-indicator';
import { isCurrent, navigationEntries } from './navigation';
import { OrganisationSwitcher } from './organisation-switcher';
import { PersonMenu } from './person-menu';
import { askBeforeLeaving } from './unsaved';

/** The frame around every page of an organisation. */
export function PortalFrame({
  theme,
  navigationCollapsed,
  children,
}: {
  theme: Theme;
  navigationCollapsed: boolean;
  children: ReactNode;
}) {
  const nav = useTranslations('nav');
  const common = useTranslations('common');
  const shell = useTranslations('shell');
  const router = useRouter();
  const pathname = usePathname();
  const organisation = useOrganisation();
  const brand = useBrand();
  const { permissions } = organisation;
  const entries = navigationEntries.filter(({ permission }) => permissions.includes(permission));
  const status = useConnectionStatus();
  const banner = useConnectionBanner(status);

  useHotkeys(
    Object.fromEntries(
      entries.map(({ hotkey, path }) => {
        const target = `/o/${organisation.id}${path}`;
        return [`g ${hotkey}`, () => askBeforeLeaving(() => router.push(target), target)];
      }),
    ),
  );

  const items = entries.map((entry) => (
    <NavItem
      key={entry.key}
      href={`/o/${organisation.id}${entry.path}`}
      icon={<entry.icon aria-hidden="true" />}
      label={nav(entry.key)}
      current={isCurrent(entry, pathname, organisation.id)}
    />
  ));

  return (
    <AppFrame
      labels={{
        skip: nav('skip'),
        navigation: nav('label'),
        bottomNavigation: nav('bottom'),
        collapse: nav('collapse'),
        expand: nav('expand'),
        more: nav('more'),
        close: common('actions.close'),
      }}
      brand={
        <span className="flex min-w-0 items-center gap-2">
          <BrandMark branding={brand.branding} className="size-6" />
          <span className="truncate text-base font-semibold tracking-tight">{brand.name}</span>
        </span>
      }
      brandMark={<BrandMark branding={brand.branding} className="size-6" title={brand.name} />}
      nav={<NavSection>{items}</NavSection>}
      // Three fit beside "more" in every language; the rest is behind it.
      bottomNav={items.filter((_, index) => entries[index]?.rare !== true).slice(0, 3)}
      topStart={<OrganisationSwitcher />}
      topEnd={
        <>
          <CommandMenu />
          <JobsIndicator />
          <ConnectionChip status={status} />
          <PersonMenu theme={theme} />
        </>
      }
      banner={useBanners(banner)}
      defaultCollapsed={navigationCollapsed}
    >
      <StepUpOutcome />
      {children}
      <AccessWatch />
      <Toaster label={shell('notifications')} closeLabel={common('actions.close')} />
    </AppFrame>
  );
}

/** Who is looked in as stands above whether the page is live; both stay on screen. */
function useBanners(connection: ReactNode): ReactNode {
  if (useSession().impersonation === null) return connection;
  return (
    <div className="sticky top-(--frame-top) z-20">
      <ImpersonationBanner />
      {connection}
    </div>
  );
}
