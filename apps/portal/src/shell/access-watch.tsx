'use client';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { useConnectionStore, useTRPCClient } from '../trpc/context';
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
  useEffect(() => store.onAccessChanged(() => router.refresh()), [store, router]);
  return null;
}
