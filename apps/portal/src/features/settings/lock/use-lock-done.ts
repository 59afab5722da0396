import { toast } from '@switchroom/ui/components/toaster';
import { useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '../../../trpc/context';

/** What follows once a lock was set or taken away: said, closed, and read again. */
export function useLockDone(said: string, onClose: () => void): () => Promise<void> {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return async () => {
    toast.success(said);
    onClose();
    await queryClient.invalidateQueries(trpc.settings.pathFilter());
  };
}
