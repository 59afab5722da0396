import { defaultShouldDehydrateQuery, MutationCache, QueryCache, type QueryClient } from '@tanstack/react-query';
import { CurrentQueryClient } from './current-query-client';
import { appErrorOf } from './errors';

/**
 * The cache of queries. Lists are kept current by subscriptions and by the refetch after a lost connection, so data
 * does not go stale by itself for half a minute. Only what can get better by itself is tried again.
 * `onSignedOut` is called once a request says that the session has ended, `onChanged` when it is somebody else's now,
 * `onFactorRequired` when a policy asks for a second factor that the session does not have.
 */
export function makeQueryClient(
  on: { onSignedOut?: () => void; onChanged?: () => void; onFactorRequired?: () => void } = {},
): QueryClient {
  const onError = (error: unknown): void => {
    const { code } = appErrorOf(error);
    if (code === 'signed-out') on.onSignedOut?.();
    if (code === 'session-changed') on.onChanged?.();
    if (code === 'second-factor-required') on.onFactorRequired?.();
  };
  return new CurrentQueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        retry: (failures, error) => failures < 2 && appErrorOf(error).retryable,
        retryDelay: (attempt) => Math.min(500 * 2 ** attempt, 4000),
      },
      mutations: { retry: false },
      dehydrate: { shouldDehydrateQuery: (query) => defaultShouldDehydrateQuery(query) },
    },
  });
}
