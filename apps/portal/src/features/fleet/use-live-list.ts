'use client';
import type { FleetCounts, ListPbxsInput, Page, PbxRow } from '@switchroom/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '../../trpc/context';
import { useFleetUpdates } from './fleet-live';
import type { ListSearch } from './list-search';
import { expectedTotal, patchRows, withoutRow } from './live-rows';

export interface LiveList {
  /** Rows would stand elsewhere, or not at all, if the list were read again. */
  stale: boolean;
  /** Rows that match and are not in the list yet, where the counts can tell. */
  added: number;
  /** Reads the list again. */
  refresh: () => void;
}

/**
 * Keeps the shown rows current without moving them: news is put into the rows in place, and what would change order or
 * membership is only announced.
 */
export function useLiveList(
  input: ListPbxsInput,
  search: ListSearch,
  /** Rows of this view; undefined while those of the one before stand in for them. */
  shown: Page<PbxRow> | undefined,
  counts: FleetCounts | undefined,
): LiveList {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const key = trpc.pbxs.list.queryKey(input);
  // Belongs to one view: another filter or order starts clean.
  const view = JSON.stringify(input);
  const [staleView, setStaleView] = useState<string | undefined>(undefined);
  useFleetUpdates((update) => {
    const page = queryClient.getQueryData<Page<PbxRow>>(key);
    if (page === undefined) {
      // The first reading may have begun before this; elsewhere there is nothing to read again.
      void queryClient.invalidateQueries({ queryKey: key });
      return;
    }
    if (update.kind === 'removed') {
      queryClient.setQueryData(key, withoutRow(page, update.pbxId));
      return;
    }
    const patched = patchRows(page, update.rows, search.sort, search);
    if (patched.page !== page) queryClient.setQueryData(key, patched.page);
    if (patched.stale) setStaleView(view);
  });
  const expected = counts === undefined ? undefined : expectedTotal(counts, search);
  const added = expected === undefined || shown === undefined ? 0 : Math.max(0, expected - shown.total);
  return {
    stale: staleView === view,
    added,
    refresh: () => {
      setStaleView(undefined);
      void queryClient.invalidateQueries({ queryKey: key });
    },
  };
}
