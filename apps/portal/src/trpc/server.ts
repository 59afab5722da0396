import type { AppRouter } from '@switchroom/gateway/router';
import { dehydrate, type QueryClient } from '@tanstack/react-query';
import { createTRPCClient, httpLink, type TRPCClient } from '@trpc/client';
import { createTRPCOptionsProxy, type TRPCOptionsProxy } from '@trpc/tanstack-react-query';
import { headers } from 'next/headers';
import { cache } from 'react';
import superjson from 'superjson';
import { gatewayUrl } from '../env';
import { forwardedHeaders } from '../gateway/forward';
import { makeQueryClient } from './query-client';

/** The gateway as the visitor of this request sees it: with their cookie, address and language. */
export const serverClient = cache((): TRPCClient<AppRouter> => {
  return createTRPCClient<AppRouter>({
    links: [
      httpLink({
        url: `${gatewayUrl()}/trpc`,
        transformer: superjson,
        headers: async () => {
          const incoming = await headers();
          const cookie = incoming.get('cookie');
          return {
            ...Object.fromEntries(forwardedHeaders(incoming)),
            ...(cookie === null ? {} : { cookie }),
            // A page cannot pass a renewed session cookie on to the browser, so it must not use the renewal up.
            'x-switchroom-no-renewal': '1',
          };
        },
        fetch: (url, options) => fetch(url, { ...options, cache: 'no-store' } as RequestInit),
      }),
    ],
  });
});

const serverQueryClient = cache((): QueryClient => makeQueryClient());

/**
 * For a page's first data: `const { trpc, prefetch, state } = serverTrpc()`, then
 * `await prefetch(trpc.pbxs.list.queryOptions(input))`, then `<HydrationBoundary state={state()}>`. A query that fails
 * here is left out; the browser asks again and shows the error in its place.
 */
export function serverTrpc(): {
  trpc: TRPCOptionsProxy<AppRouter>;
  prefetch: QueryClient['prefetchQuery'];
  state: () => ReturnType<typeof dehydrate>;
} {
  const queryClient = serverQueryClient();
  return {
    trpc: createTRPCOptionsProxy<AppRouter>({ client: serverClient(), queryClient }),
    prefetch: (options) => queryClient.prefetchQuery({ ...options, retry: false }),
    state: () => dehydrate(queryClient),
  };
}
