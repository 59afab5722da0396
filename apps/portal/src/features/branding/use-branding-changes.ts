'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useOrganisation } from '../../session/session-context';
import { useTRPC } from '../../trpc/context';
import { useRouter } from 'next/navigation';

/** Saves and removes the branding of the page's organisation; afterwards the frame shows it. */
export function useBrandingChanges(onRemoved: () => void) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const { id: organisationId } = useOrganisation();
  const shown = async (): Promise<void> => {
    router.refresh();
    await queryClient.invalidateQueries(trpc.branding.pathFilter());
  };
  const update = useMutation(trpc.branding.update.mutationOptions({ onSuccess: shown }));
  const remove = useMutation(
    trpc.branding.remove.mutationOptions({
      onSuccess: async () => {
        await shown();
        onRemoved();
      },
    }),
  );
  return { organisationId, update, remove };
}
