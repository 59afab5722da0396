'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTRPC } from '../../trpc/context';

/** After a change of how the person signs in: it is read again, and so is the frame, whose way back may be open now. */
export function useAccountChanged(): () => Promise<void> {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  return async () => {
    router.refresh();
    await queryClient.invalidateQueries(trpc.account.pathFilter());
  };
}
