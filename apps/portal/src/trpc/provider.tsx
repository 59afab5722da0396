'use client';
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { isSigningOut } from '../session/account-client';
import { authRequest } from '../session/auth-request';
import { leaveForHome } from '../session/identity';
import { signInPath } from '../session/redirects';
import { createBrowserClient } from './browser-client';
import { ConnectionContext, TRPCProvider } from './context';
import { makeQueryClient } from './query-client';

/** A session that is doubted again so soon has ended for what the page wants. */
const DOUBT_MS = 10_000;

let lastDoubt = 0;

/**
 * Leads to the sign-in page, unless the session is there after all: a request that was under way while its cookie was
 * replaced by a new one is told the same. Then `readAgain` is called, once in a while.
 */
async function toSignIn(readAgain: () => void): Promise<void> {
  // Whoever signs out here is on the way already.
  if (typeof window === 'undefined' || window.location.pathname === '/sign-in' || isSigningOut()) return;
  const session = await authRequest('/get-session').catch(() => null);
  if (isSigningOut()) return;
  if (session !== null && Date.now() - lastDoubt > DOUBT_MS) {
    lastDoubt = Date.now();
    readAgain();
    return;
  }
  // A full load drops everything that the last person saw from memory.
  window.location.assign(signInPath(window.location.pathname + window.location.search));
}

/** This page shows what somebody else may see. */
function toHome(): void {
  if (typeof window !== 'undefined') leaveForHome();
}

/** A policy has closed what this page shows to a session without a second factor; there it can be set up. */
function toAccount(): void {
  if (typeof window !== 'undefined' && !window.location.pathname.startsWith('/account')) {
    window.location.assign('/account/security');
  }
}

/** One client, one cache and one socket for the page. Everything on screen is read again when a lost socket is back. */
export function TrpcProvider({ children }: { children: ReactNode }) {
  const [queryClient] = useState((): QueryClient => {
    const made: QueryClient = makeQueryClient({
      onSignedOut: () => void toSignIn(() => void made.invalidateQueries()),
      onChanged: toHome,
      onFactorRequired: toAccount,
    });
    return made;
  });
  // The socket stays closed; where there is a session, it is another one, and the page starts anew with it.
  const [{ client, connection }] = useState(() =>
    createBrowserClient(() => void toSignIn(() => window.location.reload())),
  );
  useEffect(() => connection.onBack(() => void queryClient.invalidateQueries()), [connection, queryClient]);
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={client} queryClient={queryClient}>
        <ConnectionContext value={connection}>{children}</ConnectionContext>
      </TRPCProvider>
    </QueryClientProvider>
  );
}
