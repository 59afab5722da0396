import { type InvalidateOptions, type InvalidateQueryFilters, type Query, QueryClient } from '@tanstack/react-query';

/**
 * A cache whose `invalidateQueries` holds for a first reading that is still under way, too. By itself it would be joined
 * and count as the new one, although it was asked for before what it may not know yet; here it is followed by another.
 */
export class CurrentQueryClient extends QueryClient {
  override async invalidateQueries(filters?: InvalidateQueryFilters, options?: InvalidateOptions): Promise<void> {
    const outdated = new Set<Query>(
      this.getQueryCache()
        .findAll({ ...filters, fetchStatus: 'fetching' })
        .filter(({ state }) => state.data === undefined),
    );
    await super.invalidateQueries(filters, options);
    if (outdated.size > 0) {
      await super.invalidateQueries({ ...filters, predicate: (query) => outdated.has(query) }, options);
    }
  }
}
