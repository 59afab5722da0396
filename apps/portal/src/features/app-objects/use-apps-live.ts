'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useOrganisation } from '../../session/session-context';
import { useTRPC, useTRPCClient } from '../../trpc/context';
import { useLive } from '../../trpc/use-live';
import { useThrottled } from '../fleet/use-throttled';

/** Follows the App objects of a PBX: whoever changes one, list and open panel are read again within the second. */
export function useAppsLive(pbxId: string): void {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const { id: organisationId } = useOrganisation();
  const read = useThrottled(() => {
    void queryClient.invalidateQueries(trpc.appObjects.list.pathFilter());
    void queryClient.invalidateQueries(trpc.appObjects.get.pathFilter());
    void queryClient.invalidateQueries(trpc.templates.list.pathFilter());
  }, 100);
  useLive<{ guids: string[]; outside: boolean }>(
    (handlers) => client.appObjects.watch.subscribe({ organisationId, pbxId }, handlers),
    read,
    [organisationId, pbxId],
  );
}
