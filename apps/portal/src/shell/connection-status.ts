'use client';
import { useQuery } from '@tanstack/react-query';
import { isTRPCClientError } from '@trpc/client';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useConnectionState, useConnectionStore, useTRPC } from '../trpc/context';
import { appErrorOf } from '../trpc/errors';

/** What the person needs to know about the way to the gateway. `since`: when the data on screen was last current. */
export type ConnectionStatus =
  | { kind: 'live' | 'connecting' | 'idle' }
  | { kind: 'not-live' | 'gateway-away' | 'offline'; since: Date };

// A page that comes back from sleep, or a short restart, is not worth a banner.
const GRACE_MS = 1500;
const PROBE_MS = 3000;

/**
 * Joins the socket's state with a probe over HTTP: the socket alone may be blocked (not live), the gateway may be away,
 * or the device offline.
 */
export function useConnectionStatus(): ConnectionStatus {
  const state = useConnectionState();
  const store = useConnectionStore();
  const trpc = useTRPC();
  const online = useSyncExternalStore(
    subscribeOnline,
    () => navigator.onLine,
    () => true,
  );
  const [lostAt, setLostAt] = useState<Date | undefined>(undefined);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const follow = (): void => {
      clearTimeout(timer);
      const since = new Date();
      if (store.get() === 'lost') timer = setTimeout(() => setLostAt(since), GRACE_MS);
      else setLostAt(undefined);
    };
    follow();
    const stop = store.subscribe(follow);
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [store]);
  const lost = state === 'lost' && lostAt !== undefined;
  const probe = useQuery({
    // An ended session closes the socket too; this request then leads to the sign-in page.
    ...trpc.session.me.queryOptions(),
    // Asked also where the browser believes to be offline: a portal on this machine answers all the same.
    enabled: lost,
    networkMode: 'always',
    refetchInterval: PROBE_MS,
    staleTime: 0,
    retry: false,
  });
  if (!lost) {
    return { kind: state === 'open' ? 'live' : state === 'idle' ? 'idle' : 'connecting' };
  }
  const answered = probe.isSuccess || (isTRPCClientError(probe.error) && probe.error.meta?.response !== undefined);
  if (!online && !answered) return { kind: 'offline', since: lostAt };
  return {
    kind: probe.isError && appErrorOf(probe.error).code === 'unavailable' ? 'gateway-away' : 'not-live',
    since: lostAt,
  };
}

function subscribeOnline(listener: () => void): () => void {
  window.addEventListener('online', listener);
  window.addEventListener('offline', listener);
  return () => {
    window.removeEventListener('online', listener);
    window.removeEventListener('offline', listener);
  };
}
