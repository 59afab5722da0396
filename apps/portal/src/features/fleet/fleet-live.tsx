'use client';
import type { AppRouter } from '@switchroom/gateway/router';
import { useQueryClient } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react';
import { useCan } from '../../session/session-context';
import { useTRPC, useTRPCClient } from '../../trpc/context';
import { useLive } from '../../trpc/use-live';

type Watched = inferRouterOutputs<AppRouter>['pbxs']['watch'];
/** One message of the fleet's stream: rows as they are now, or a row that is gone, each with the counts. */
export type FleetUpdate = Watched extends AsyncIterable<infer Update> ? Update : never;
type Listener = (update: FleetUpdate) => void;

const FleetLiveContext = createContext<Set<Listener> | null>(null);

/**
 * One stream of the fleet for everything on the page (list, overview, jobs). Counts go into the cache by themselves;
 * rows are handed to those who listen.
 */
export function FleetLiveProvider({ organisationId, children }: { organisationId: string; children: ReactNode }) {
  const client = useTRPCClient();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [listeners] = useState(() => new Set<Listener>());
  const started = useRef(false);
  const mayRead = useCan('pbxs:read');
  useLive<FleetUpdate>(
    (handlers) => {
      started.current = false;
      return client.pbxs.watch.subscribe({ organisationId }, handlers);
    },
    (update) => {
      queryClient.setQueryData(trpc.pbxs.counts.queryKey({ organisationId }), update.counts);
      for (const listener of listeners) listener(update);
      // What changed between the server's first read and the start of the stream would be missing otherwise.
      if (!started.current) void queryClient.invalidateQueries(trpc.pbxs.list.pathFilter());
      started.current = true;
    },
    [organisationId],
    // Asking without the right is a denied attempt, and recorded as one.
    { enabled: mayRead },
  );
  return <FleetLiveContext value={listeners}>{children}</FleetLiveContext>;
}

/** Calls `listener` with each message of the fleet's stream while the component is on screen. */
export function useFleetUpdates(listener: Listener): void {
  const listeners = useContext(FleetLiveContext);
  const current = useRef(listener);
  useEffect(() => {
    current.current = listener;
  });
  useEffect(() => {
    if (listeners === null) throw new Error('useFleetUpdates works only below /o/[organisationId].');
    const call: Listener = (update) => current.current(update);
    listeners.add(call);
    return () => {
      listeners.delete(call);
    };
  }, [listeners]);
}
