'use client';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { leaveForHome } from '../session/identity';
import { useConnectionStore, useTRPCClient } from '../trpc/context';
import { appErrorOf } from '../trpc/errors';
import { useLive } from '../trpc/use-live';

/**
 * Follows what the person may do: when it changes, the server decides anew what this page may show, its frame included.
 * What somebody is typing stays, where the page does.
 */
export function AccessWatch(): null {
  const router = useRouter();
  const store = useConnectionStore();
  const client = useTRPCClient();
  // Keeps the socket open on pages that follow nothing else.
  useLive(
    (handlers) => client.session.watch.subscribe(undefined, handlers),
    () => undefined,
    [],
  );
  useEffect(() => {
    const follow = async (): Promise<void> => {
      try {
        await client.session.me.query();
      } catch (error) {
        // Drawn anew it would be somebody else's page, or none at all.
        if (appErrorOf(error).code === 'session-changed') return leaveForHome();
      }
      router.refresh();
    };
    return store.onAccessChanged(() => void follow());
  }, [store, router, client]);
  return null;
}
