'use client';
import { useCallback, useEffect, useRef, useState } from 'react';

// Browsers offer navigator.clipboard on secure origins only; a portal in a customer's LAN may be plain http.
function copyWithSelection(text: string): boolean {
  const area = document.createElement('textarea');
  area.value = text;
  area.setAttribute('readonly', '');
  area.style.position = 'fixed';
  area.style.opacity = '0';
  const host = document.activeElement?.closest('[role="dialog"]') ?? document.body;
  const focused = document.activeElement;
  host.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return done;
}

async function writeClipboard(text: string): Promise<boolean> {
  if (!navigator.clipboard) return copyWithSelection(text);
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // The permission was refused; the selection way needs none.
    return copyWithSelection(text);
  }
}

/** Copies text and says so for `resetMs`. `state` is "failed" when the browser refused both ways. */
export function useCopy(resetMs = 2000): {
  state: 'idle' | 'copied' | 'failed';
  copy: (text: string) => Promise<boolean>;
} {
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle');
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const copy = useCallback(
    async (text: string): Promise<boolean> => {
      const done = await writeClipboard(text);
      setState(done ? 'copied' : 'failed');
      clearTimeout(timer.current);
      timer.current = setTimeout(() => setState('idle'), resetMs);
      return done;
    },
    [resetMs],
  );
  return { state, copy };
}
