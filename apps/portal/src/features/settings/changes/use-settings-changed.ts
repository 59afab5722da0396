'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '../../../trpc/context';

/** Reads everything about settings again, after something was changed, decided or called off. */
export function useSettingsChanged(): () => Promise<void> {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return async () => await queryClient.invalidateQueries(trpc.settings.pathFilter());
}
