'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTRPC } from '../../trpc/context';

/**
 * After a change of how the person signs in: it is read again, and so is the frame, whose way back may be open now.
 * `then` follows once it was read.
 */
export function useAccountChanged(then?: () => void): () => Promise<void> {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  return async () => {
    router.refresh();
    await queryClient.invalidateQueries(trpc.account.pathFilter());
    then?.();
  };
}
