'use client';
import { useEffect } from 'react';

type Ask = (go: () => void) => void;
interface Form {
  ask: Ask;
  /** Whether an address shows the same form, so that nothing is lost on the way there. */
  stays: ((path: string) => boolean) | undefined;
}
let unsaved: Form | undefined;

/** Whether something unsaved would be lost on the way to `path`. */
export function losesUnsaved(path: string): boolean {
  return unsaved !== undefined && unsaved.stays?.(path) !== true;
}

/** For what can lead away from any page: does it at once, or lets a form with unsaved input ask first. */
export function askBeforeLeaving(go: () => void, path?: string): void {
  if (unsaved === undefined || (path !== undefined && !losesUnsaved(path))) go();
  else unsaved.ask(go);
}

/** Puts `ask` before every `askBeforeLeaving` as long as `active`: the form on screen holds something unsaved. */
export function useUnsaved(active: boolean, ask: Ask, stays?: (path: string) => boolean): void {
  useEffect(() => {
    if (!active) return;
    unsaved = { ask, stays };
    return () => {
      unsaved = undefined;
    };
  }, [active, ask, stays]);
}
