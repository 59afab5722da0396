'use client';
import { QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { isSigningOut } from '../session/account-client';
import { signInPath } from '../session/redirects';
import { createBrowserClient } from './browser-client';
import { ConnectionContext, TRPCProvider } from './context';
import { makeQueryClient } from './query-client';

function toSignIn(): void {
  // Whoever signs out here is on the way already.
  if (typeof window === 'undefined' || window.location.pathname === '/sign-in' || isSigningOut()) return;
  // A full load drops everything that the last person saw from memory.
  window.location.assign(signInPath(window.location.pathname + window.location.search));
}

/** This page shows what somebody else may see: it goes, with everything it holds in memory. */
function toHome(): void {
  if (typeof window !== 'undefined') window.location.assign('/');
}

/** One client, one cache and one socket for the page. Everything on screen is read again when a lost socket is back. */
export function TrpcProvider({ children }: { children: ReactNode }) {
  const [queryClient] = useState(() => makeQueryClient(toSignIn, toHome));
  const [{ client, connection }] = useState(() => createBrowserClient(toSignIn));
  useEffect(() => connection.onBack(() => void queryClient.invalidateQueries()), [connection, queryClient]);
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={client} queryClient={queryClient}>
        <ConnectionContext value={connection}>{children}</ConnectionContext>
      </TRPCProvider>
    </QueryClientProvider>
  );
}
