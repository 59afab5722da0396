'use client';
import { useCallback, useRef } from 'react';

const openLayers = '[role="dialog"][data-state="open"],[role="alertdialog"][data-state="open"]';

// Where the focus was on the page itself: for a layer that was opened from another one that is gone when it closes.
let onPage: HTMLElement | null = null;

/**
 * Brings the focus back to where it was when a layer without a trigger closes; Radix leaves it on the body otherwise.
 * If that place is gone, the last one on the page takes it, else the page's content. `remember` belongs into
 * `onOpenAutoFocus`, `bringBack` is `onCloseAutoFocus`.
 */
export function useReturnFocus(): { remember: () => void; bringBack: (event: Event) => void } {
  const before = useRef<HTMLElement | null>(null);
  const remember = useCallback(() => {
    const now = document.activeElement;
    // A menu is gone with its choice; the button that opened it stays, and names it.
    const menu = now?.closest('[role="menu"]');
    const place = menu ? document.getElementById(menu.getAttribute('aria-labelledby') ?? '') : now;
    before.current = place instanceof HTMLElement && place !== document.body ? place : null;
    if (before.current?.closest('[role="dialog"],[role="alertdialog"]') === null) onPage = before.current;
  }, []);
  const bringBack = useCallback((event: Event) => {
    event.preventDefault();
    // A layer that is still open, or has just opened, keeps the focus inside.
    const layer = [...document.querySelectorAll(openLayers)].at(-1);
    const place = [before.current, onPage].find(
      (one) => one?.isConnected && (layer === undefined || layer.contains(one)),
    );
    if (place) place.focus({ preventScroll: true });
    else if (layer === undefined) document.getElementById('main')?.focus({ preventScroll: true });
  }, []);
  return { remember, bringBack };
}
