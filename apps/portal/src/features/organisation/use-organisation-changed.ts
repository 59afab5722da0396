'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTRPC } from '../../trpc/context';

/**
 * After a change of the tree: what was read of it is read again, and so is the frame (name, place, permissions, look).
 * `then` follows once it was read.
 */
export function useOrganisationChanged(then?: () => void): () => Promise<void> {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  return async () => {
    router.refresh();
    await Promise.all(
      [trpc.organisations.pathFilter(), trpc.pbxs.pathFilter()].map((filter) => queryClient.invalidateQueries(filter)),
    );
    then?.();
  };
}
