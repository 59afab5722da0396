import { parseNavCollapsed, NAV_COOKIE } from '@switchroom/ui/lib/nav-cookie';
import { parseTheme, THEME_COOKIE } from '@switchroom/ui/lib/theme';
import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { NextIntlClientProvider } from 'next-intl';
import { getMessages } from 'next-intl/server';
import type { ReactNode } from 'react';
import { BrandStyle } from '@/features/branding/brand-style';
import { FleetLiveProvider } from '@/features/fleet/fleet-live';
import { organisationAccess } from '@/session/guard';
import { SessionProvider } from '@/session/session-context';
import { GatewayUnavailable } from '@/shell/gateway-unavailable';
import { PortalFrame } from '@/shell/portal-frame';

/** The look of the organisation, in the title of the tab too. */
export async function generateMetadata({ params }: { params: Promise<{ organisationId: string }> }): Promise<Metadata> {
  const access = await organisationAccess((await params).organisationId);
  const name = access === 'unavailable' ? undefined : access.organisation.branding?.productName;
  return name === undefined ? {} : { title: { default: name, template: `%s · ${name}` } };
}

export default async function OrganisationLayout({
  params,
  children,
}: {
  params: Promise<{ organisationId: string }>;
  children: ReactNode;
}) {
  const { organisationId } = await params;
  const access = await organisationAccess(organisationId);
  if (access === 'unavailable') return <GatewayUnavailable />;
  const [messages, jar] = await Promise.all([getMessages(), cookies()]);
  return (
    <NextIntlClientProvider messages={messages}>
      <SessionProvider session={access.session} organisation={access.organisation} renderedAt={Date.now()}>
        <FleetLiveProvider organisationId={organisationId}>
          <BrandStyle branding={access.organisation.branding} />
          <PortalFrame
            theme={parseTheme(jar.get(THEME_COOKIE)?.value)}
            navigationCollapsed={parseNavCollapsed(jar.get(NAV_COOKIE)?.value)}
          >
            {children}
          </PortalFrame>
        </FleetLiveProvider>
      </SessionProvider>
    </NextIntlClientProvider>
  );
}
