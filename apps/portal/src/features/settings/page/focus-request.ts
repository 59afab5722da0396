'use client';
import { useCallback, useEffect, useSyncExternalStore } from 'react';

const FOCUSABLE =
  ':is(input, textarea, button:not([role=radio]), [role=radio][data-state=checked]):not([disabled], [aria-hidden=true])';

let wanted: string | undefined;
const listeners = new Set<() => void>();

/** Asks the page of settings, now or as soon as it is there, to bring a setting into sight and to give it the keyboard. */
export function focusSetting(key: string | undefined): void {
  wanted = key;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

const noKey = (): undefined => undefined;

/**
 * Obeys `focusSetting`, and the `#key` of the address the page was opened with. `show` makes the setting's row appear
 * (its group, no search); true when it is there already, or never will be.
 */
export function useFocusRequest(show: (key: string) => boolean): void {
  const key = useSyncExternalStore(subscribe, () => wanted, noKey);
  const obey = useCallback(() => {
    if (wanted === undefined || !show(wanted)) return;
    const row = document.getElementById(wanted);
    focusSetting(undefined);
    if (row === null) return;
    row.scrollIntoView({ block: 'center' });
    const control =
      row.querySelector<HTMLElement>(`[data-control] ${FOCUSABLE}`) ?? row.querySelector<HTMLElement>(FOCUSABLE);
    control?.focus({ preventScroll: true });
  }, [show]);
  useEffect(() => {
    const fromAddress = (): void => {
      const named = window.location.hash.slice(1);
      if (named.includes('.')) focusSetting(named);
    };
    fromAddress();
    window.addEventListener('hashchange', fromAddress);
    return () => window.removeEventListener('hashchange', fromAddress);
  }, []);
  useEffect(() => {
    if (key !== undefined) obey();
  }, [key, obey]);
}
