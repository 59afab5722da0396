'use client';
import { useRouter } from 'next/navigation';
import { startTransition } from 'react';
import { CrashPanel } from '@/shell/crash-panel';

export default function OrganisationError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const router = useRouter();
  // The page is drawn by the server, so it has to be asked again before the boundary is reset.
  const retry = (): void =>
    startTransition(() => {
      router.refresh();
      reset();
    });
  return <CrashPanel error={error} retry={retry} />;
}
