import type { AppRouter } from '@switchroom/gateway/router';
import { createTRPCClient, createWSClient, httpBatchLink, splitLink, type TRPCClient, wsLink } from '@trpc/client';
import { socketClosed } from '@switchroom/contracts';
import superjson from 'superjson';
import { identityHeaders } from '../session/identity';
import { reconnectDelay } from './backoff';
import { type ConnectionStore, createConnectionStore } from './connection';
import { stepUpGate, stepUpLink } from './step-up';

export type PortalClient = TRPCClient<AppRouter>;

/**
 * The browser's client: queries and mutations in batches over `/api/trpc`, subscriptions over one websocket at
 * `/api/trpc-ws`, both of the page's own origin. The socket opens with the first subscription. `onSignedOut` is called
 * when the gateway ends the socket with the session; it is not opened again.
 */
export function createBrowserClient(onSignedOut: () => void): { client: PortalClient; connection: ConnectionStore } {
  const connection = createConnectionStore();
  const requests = httpBatchLink({
    url: '/api/trpc',
    transformer: superjson,
    maxURLLength: 4000,
    maxItems: 20,
    headers: identityHeaders,
  });
  // While the server renders there is no WebSocket (Node 20), and nothing is subscribed.
  if (typeof WebSocket === 'undefined')
    return { client: createTRPCClient<AppRouter>({ links: [requests] }), connection };
  // Once the session has ended there is no address any more: whatever subscribes until the page is left waits.
  let ended = false;
  const noAddress = new Promise<string>(() => undefined);
  const socket = createWSClient({
    url: () => (ended ? noAddress : `${window.location.origin.replace(/^http/, 'ws')}/api/trpc-ws`),
    lazy: { enabled: true, closeMs: 60_000 },
    keepAlive: { enabled: true, intervalMs: 15_000, pongTimeoutMs: 5_000 },
    retryDelayMs: reconnectDelay,
    onOpen: () => connection.report('open'),
    onClose: (cause) => {
      connection.report('closed');
      if (cause?.code === socketClosed.accessChanged) connection.reportAccessChanged();
      if (cause?.code !== socketClosed.signedOut) return;
      // Otherwise it would come back at once, to be refused.
      ended = true;
      void socket.close();
      onSignedOut();
    },
    onError: () => connection.report('closed'),
  });
  socket.connectionState.subscribe({
    next: ({ state }) => {
      if (state !== 'pending') connection.report(state);
    },
  });
  const client = createTRPCClient<AppRouter>({
    links: [
      stepUpLink(stepUpGate),
      splitLink({
        condition: (operation) => operation.type === 'subscription',
        true: wsLink({ client: socket, transformer: superjson }),
        false: requests,
      }),
    ],
  });
  return { client, connection };
}
