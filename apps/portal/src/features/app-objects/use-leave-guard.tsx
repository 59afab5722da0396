'use client';
import { type ReactNode, useEffect, useState } from 'react';
import { LeaveDialog } from './leave-dialog';

/**
 * Asks before unsaved input is left: `leaving(go)` goes at once or asks first, `onEscape` is for the panel, `dialog` is
 * rendered beside it. Closing the tab asks in the browser's own words; `onDirty` is told for ways out that only the page
 * around the form sees.
 */
export function useLeaveGuard(
  dirty: boolean,
  onDirty: (dirty: boolean) => void,
): { leaving: (go: () => void) => void; onEscape: (go: () => void) => (event: Event) => void; dialog: ReactNode } {
  const [target, setTarget] = useState<(() => void) | undefined>(undefined);
  useEffect(() => {
    onDirty(dirty);
    return () => onDirty(false);
  }, [dirty, onDirty]);
  useEffect(() => {
    if (!dirty) return;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [dirty]);
  return {
    leaving: (go) => (dirty ? setTarget(() => go) : go()),
    onEscape: (go) => (event) => {
      if (!dirty) return;
      event.preventDefault();
      setTarget(() => go);
    },
    dialog: (
      <LeaveDialog
        open={target !== undefined}
        onStay={() => setTarget(undefined)}
        onLeave={() => {
          setTarget(undefined);
          onDirty(false);
          target?.();
        }}
      />
    ),
  };
}
