'use client';
import { LinkProvider, type LinkProps } from '@switchroom/ui/components/link';
import NextLink from 'next/link';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import type { ReactNode } from 'react';
import { TrpcProvider } from '../trpc/provider';
import { TimeZoneCookie } from './time-zone-cookie';

function RouterLink(props: LinkProps) {
  return <NextLink {...props} />;
}

/** What every page needs in the browser: router links, URL state, data. */
export function Providers({ children }: { children: ReactNode }) {
  return (
    <LinkProvider component={RouterLink}>
      <NuqsAdapter>
        <TrpcProvider>
          <TimeZoneCookie />
          {children}
        </TrpcProvider>
      </NuqsAdapter>
    </LinkProvider>
  );
}
