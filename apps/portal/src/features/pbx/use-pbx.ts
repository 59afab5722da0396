'use client';
import type { PbxDetail } from '@switchroom/contracts';
import { type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query';
import { useOrganisation } from '../../session/session-context';
import { useTRPC, useTRPCClient } from '../../trpc/context';
import { putLive } from '../../trpc/put-live';
import { useLive } from '../../trpc/use-live';
import { useThrottled } from '../fleet/use-throttled';

/** The PBX of the page; kept current by `usePbxLive`. */
export function usePbx(pbxId: string): UseQueryResult<PbxDetail, unknown> {
  const trpc = useTRPC();
  const organisation = useOrganisation();
  return useQuery(trpc.pbxs.get.queryOptions({ organisationId: organisation.id, pbxId }));
}

/** Follows one PBX for as long as its page is open; once per page. Lists that rest on it are read again. */
export function usePbxLive(pbxId: string): void {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const organisation = useOrganisation();
  const input = { organisationId: organisation.id, pbxId };
  const readLists = useThrottled(() => {
    void queryClient.invalidateQueries(trpc.pbxs.activity.pathFilter());
    void queryClient.invalidateQueries(trpc.templates.list.pathFilter());
  }, 400);
  useLive<PbxDetail>(
    (handlers) => client.pbxs.watchOne.subscribe(input, handlers),
    (detail) => {
      putLive(queryClient, trpc.pbxs.get.queryKey(input), detail);
      readLists();
    },
    [organisation.id, pbxId],
  );
}
