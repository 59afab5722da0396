'use client';
import { LinkProvider, type LinkProps } from '@switchroom/ui/components/link';
import NextLink from 'next/link';
import { useRouter } from 'next/navigation';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { type ReactNode, useState } from 'react';
import { StepUpDialog } from '../features/account/step-up-dialog';
import { TrpcProvider } from '../trpc/provider';
import { TimeZoneCookie } from './time-zone-cookie';
import { askBeforeLeaving, losesUnsaved } from './unsaved';

/**
 * The router's link. Pages are fetched ahead when a person points at a link or focuses it, not when it scrolls into
 * sight: a list of fifty rows would ask for fifty pages. A form with unsaved input is asked before it is left.
 */
function RouterLink({ onPointerEnter, onFocus, ...props }: LinkProps) {
  const router = useRouter();
  const [wanted, setWanted] = useState(false);
  return (
    <NextLink
      {...props}
      prefetch={wanted ? null : false}
      onNavigate={(event) => {
        if (!losesUnsaved(props.href)) return;
        event.preventDefault();
        askBeforeLeaving(() => router.push(props.href));
      }}
      onPointerEnter={(event) => {
        setWanted(true);
        onPointerEnter?.(event);
      }}
      onFocus={(event) => {
        setWanted(true);
        onFocus?.(event);
      }}
    />
  );
}

/** What every page needs in the browser: router links, URL state, data. */
export function Providers({ children }: { children: ReactNode }) {
  return (
    <LinkProvider component={RouterLink}>
      <NuqsAdapter>
        <TrpcProvider>
          <TimeZoneCookie />
          {children}
          <StepUpDialog />
        </TrpcProvider>
      </NuqsAdapter>
    </LinkProvider>
  );
}
