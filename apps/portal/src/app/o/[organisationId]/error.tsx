'use client';
import { useRouter } from 'next/navigation';
import { startTransition } from 'react';
import { CrashPanel } from '@/shell/crash-panel';
import { GatewayAwayPanel } from '@/shell/gateway-away-panel';
import { useConnectionState } from '@/trpc/context';

export default function OrganisationError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const router = useRouter();
  const lost = useConnectionState() === 'lost';
  // The page is drawn by the server, so it has to be asked again before the boundary is reset.
  const retry = (): void =>
    startTransition(() => {
      router.refresh();
      reset();
    });
  return lost ? <GatewayAwayPanel onBack={retry} /> : <CrashPanel error={error} retry={retry} />;
}
