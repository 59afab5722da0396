'use client';
import type { AppRouter } from '@switchroom/gateway/router';
import { createTRPCContext } from '@trpc/tanstack-react-query';
import { createContext, useContext, useSyncExternalStore } from 'react';
import type { ConnectionState, ConnectionStore } from './connection';

/** `useTRPC()` gives query and mutation options, `useTRPCClient()` the plain client. */
export const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>();

export const ConnectionContext = createContext<ConnectionStore | null>(null);

/** The store of the live connection. Throws outside of the provider. */
export function useConnectionStore(): ConnectionStore {
  const store = useContext(ConnectionContext);
  if (store === null) throw new Error('useConnectionStore needs TrpcProvider above it.');
  return store;
}

/** State of the live connection; `idle` while the server renders. */
export function useConnectionState(): ConnectionState {
  const store = useConnectionStore();
  return useSyncExternalStore(store.subscribe, store.get, () => 'idle');
}
