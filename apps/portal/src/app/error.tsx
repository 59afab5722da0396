'use client';
import { CrashPanel } from '@/shell/crash-panel';

export default function RootError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main className="mx-auto grid min-h-dvh w-full max-w-xl content-center px-4">
      <CrashPanel error={error} retry={reset} />
    </main>
  );
}
