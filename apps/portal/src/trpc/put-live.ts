import type { DataTag, QueryClient, QueryKey } from '@tanstack/react-query';

/**
 * Puts what a stream told into the cache. A request that was under way may have been answered before that news and would
 * arrive after it: it is asked again, so that it cannot put the older state back.
 */
export function putLive<T>(queryClient: QueryClient, queryKey: DataTag<QueryKey, T, unknown>, value: T): void {
  queryClient.setQueryData<T>(queryKey, value);
  if (queryClient.isFetching({ queryKey, exact: true }) > 0) {
    void queryClient.invalidateQueries({ queryKey, exact: true });
  }
}
