import { createTRPCClient, createWSClient, type TRPCClient, wsLink } from '@trpc/client';
import superjson from 'superjson';
import { WebSocket } from 'ws';
import type { AppRouter } from '../../src/api/router';
import type { TestApp } from './app';

/** A browser tab: the API over the websocket that its pages hold open, which comes back by itself. */
export interface Tab extends AsyncDisposable {
  client: TRPCClient<AppRouter>;
  /** The codes with which its websocket was closed, 0 for none. */
  closes: number[];
  /** How often its websocket was opened. */
  opens: () => number;
}

export function openTab(gateway: Pick<TestApp, 'url' | 'origin'>, cookie: string): Tab {
  const closes: number[] = [];
  let opens = 0;
  class CookieSocket extends WebSocket {
    constructor(url: string) {
      super(url, { headers: { cookie, origin: gateway.origin }, perMessageDeflate: false });
      this.on('error', () => undefined);
    }
  }
  const socket = createWSClient({
    url: `${gateway.url.replace('http', 'ws')}/trpc-ws`,
    WebSocket: CookieSocket as never,
    retryDelayMs: () => 20,
    onOpen: () => {
      opens += 1;
    },
    onClose: (cause) => closes.push(cause?.code ?? 0),
  });
  return {
    client: createTRPCClient<AppRouter>({ links: [wsLink({ client: socket, transformer: superjson })] }),
    closes,
    opens: () => opens,
    [Symbol.asyncDispose]: () => socket.close(),
  };
}

/** A tab that follows the fleet of an organisation, with what it was told. */
export interface FleetTab extends Tab {
  received: unknown[];
  /** Why its stream was refused. */
  errors: string[];
}

export function followFleet(
  gateway: Pick<TestApp, 'url' | 'origin'>,
  cookie: string,
  organisationId: string,
): FleetTab {
  const tab = openTab(gateway, cookie);
  const received: unknown[] = [];
  const errors: string[] = [];
  const subscription = tab.client.pbxs.watch.subscribe(
    { organisationId },
    { onData: (data) => received.push(data), onError: (error) => errors.push(error.message) },
  );
  return {
    ...tab,
    received,
    errors,
    [Symbol.asyncDispose]: async () => {
      subscription.unsubscribe();
      await tab[Symbol.asyncDispose]();
    },
  };
}
