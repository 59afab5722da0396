'use client';
import { useEffect, useSyncExternalStore } from 'react';

// Only in the memory of this page: a reload or a closed tab forgets it, and it never stands in the address.
const kept = new Map<string, string>();
const listeners = new Set<() => void>();

/** Hands a password that was just made to the page that shows it once; undefined forgets it, it is no longer true. */
export function keepPassword(pbxId: string, password: string | undefined): void {
  if (password === undefined) kept.delete(pbxId);
  else kept.set(pbxId, password);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The password handed over for this PBX; gone when the page that asked for it is left. */
export function useOncePassword(pbxId: string): string | undefined {
  const password = useSyncExternalStore(
    subscribe,
    () => kept.get(pbxId),
    () => undefined,
  );
  // A cleanup alone does not mean that the page was left: React may run it while the page stays.
  useEffect(() => {
    const path = window.location.pathname;
    return () => {
      if (window.location.pathname !== path) keepPassword(pbxId, undefined);
    };
  }, [pbxId]);
  return password;
}
