'use client';
import { useEffect } from 'react';
import messages from '../messages/en/common.json';
import './globals.css';

/** The root layout itself failed: no catalogue and no providers, so English and plain. */
export default function GlobalError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  useEffect(() => console.error(error), [error]);
  return (
    <html lang="en">
      <body>
        <main className="mx-auto grid min-h-dvh w-full max-w-sm content-center gap-4 px-4">
          <h1 className="text-xl font-semibold tracking-tight">{messages.crash.title}</h1>
          <p className="text-sm text-fg-muted">
            {messages.crash.meaning} {messages.crash.cure}
          </p>
          {error.digest ? <code className="font-mono text-xs">{error.digest}</code> : null}
          <button
            type="button"
            onClick={reset}
            className="h-8 w-fit rounded-md border border-line-strong px-3 font-medium"
          >
            {messages.actions.retry}
          </button>
        </main>
      </body>
    </html>
  );
}
