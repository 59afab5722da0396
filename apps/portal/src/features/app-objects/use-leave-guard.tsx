'use client';
import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { useUnsaved } from '../../shell/unsaved';
import { LeaveDialog } from './leave-dialog';

/**
 * Asks before unsaved input is left: `leaving(go)` goes at once or asks first, `onEscape` is for the panel, `dialog` is
 * rendered beside it. Closing the tab asks in the browser's own words; `onDirty` is told for ways out that only the page
 * around the form sees.
 */
export function useLeaveGuard(
  dirty: boolean,
  onDirty: (dirty: boolean) => void,
  /** The plan made of the input is on screen instead, and holds it. */
  hidden: boolean,
  /** Whether an address shows the same form, so that nothing is lost on the way there. */
  stays?: (path: string) => boolean,
): { leaving: (go: () => void) => void; onEscape: (go: () => void) => (event: Event) => void; dialog: ReactNode } {
  const [target, setTarget] = useState<(() => void) | undefined>(undefined);
  useEffect(() => {
    onDirty(dirty);
    return () => onDirty(false);
  }, [dirty, onDirty]);
  const askFirst = useCallback((go: () => void) => setTarget(() => go), []);
  useUnsaved(dirty && !hidden, askFirst, stays);
  useEffect(() => {
    if (!dirty) return;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [dirty]);
  return {
    leaving: (go) => (dirty ? askFirst(go) : go()),
    onEscape: (go) => (event) => {
      if (!dirty) return;
      event.preventDefault();
      askFirst(go);
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
