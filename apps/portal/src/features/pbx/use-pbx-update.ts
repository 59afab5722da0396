'use client';
import type { PbxDetail, UpdatePbxInput } from '@switchroom/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useOrganisation } from '../../session/session-context';
import { useTRPC } from '../../trpc/context';

/** Changes what Switchroom keeps of a PBX (name, switch, address, pin); the answer goes into the page's data. */
export function usePbxUpdate(pbx: PbxDetail, onDone: () => void) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { id: organisationId } = useOrganisation();
  const input = { organisationId, pbxId: pbx.id };
  const update = useMutation(
    trpc.pbxs.update.mutationOptions({
      onSuccess: (detail) => {
        queryClient.setQueryData(trpc.pbxs.get.queryKey(input), detail);
        void queryClient.invalidateQueries(trpc.pbxs.activity.pathFilter());
        void queryClient.invalidateQueries(trpc.pbxs.instructions.pathFilter());
        onDone();
      },
      onError: () => void queryClient.invalidateQueries(trpc.pbxs.get.pathFilter()),
    }),
  );
  return {
    error: update.error,
    isPending: update.isPending,
    reset: update.reset,
    save: (change: Pick<UpdatePbxInput, 'name' | 'enabled' | 'address' | 'pinnedFingerprint'>) =>
      update.mutate({ ...input, version: pbx.rowVersion, ...change }),
  };
}
