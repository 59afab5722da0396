'use client';
import { useEffect } from 'react';

type Ask = (go: () => void) => void;
let asking: Ask | undefined;

/** For what can lead away from any page: does it at once, or lets a form with unsaved input ask first. */
export function askBeforeLeaving(go: () => void): void {
  if (asking === undefined) go();
  else asking(go);
}

/** Puts `ask` before every `askBeforeLeaving` as long as `active`: the form on screen holds something unsaved. */
export function useUnsaved(active: boolean, ask: Ask): void {
  useEffect(() => {
    if (!active) return;
    asking = ask;
    return () => {
      asking = undefined;
    };
  }, [active, ask]);
}
