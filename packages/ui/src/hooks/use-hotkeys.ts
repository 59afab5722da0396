'use client';
import { useEffect, useRef } from 'react';
import { advanceSequence, type KeyPress } from '../lib/hotkeys';

const SEQUENCE_MS = 1000;

function isEditable(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button', 'submit'].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

// Enter and space on a focused button or link are that element's own business.
function isActivation(event: KeyboardEvent): boolean {
  if (event.key !== 'Enter' && event.key !== ' ') return false;
  return event.target instanceof Element && event.target.closest('a,button,summary,[role="option"]') !== null;
}

export type Hotkeys = Record<string, (event: KeyboardEvent) => void>;

/**
 * Keys for the whole page: `{ 'mod+k': open, 'g o': toOverview, j: next, '?': help }`.
 * Inputs keep their keys, except that combinations with mod work there too. While a dialog, menu or
 * list box is open, only hooks with `inDialog` listen. A handled key does not reach the browser.
 */
export function useHotkeys(hotkeys: Hotkeys, options: { enabled?: boolean; inDialog?: boolean } = {}): void {
  const { enabled = true, inDialog = false } = options;
  const current = useRef(hotkeys);
  useEffect(() => {
    current.current = hotkeys;
  });
  useEffect(() => {
    if (!enabled) return;
    let remembered: readonly KeyPress[] = [];
    let rememberedAt = 0;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing || ['Shift', 'Control', 'Meta', 'Alt'].includes(event.key))
        return;
      const withCommand = event.ctrlKey || event.metaKey;
      if ((isEditable(event.target) && !withCommand) || isActivation(event)) return;
      const layerOpen = document.querySelector(
        '[role="dialog"][data-state="open"],[role="alertdialog"][data-state="open"],[role="menu"],[role="listbox"]',
      );
      if (layerOpen && !inDialog) return;
      if (event.timeStamp - rememberedAt > SEQUENCE_MS) remembered = [];
      const step = advanceSequence(Object.keys(current.current), remembered, event);
      remembered = step.remembered;
      rememberedAt = event.timeStamp;
      if (step.matched === undefined) return;
      event.preventDefault();
      current.current[step.matched]?.(event);
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [enabled, inDialog]);
}
