'use client';
import { useState } from 'react';

/**
 * Where a floating layer belongs: into the dialog around its trigger, else into the page's main landmark, so
 * that its content is inside a landmark for assistive technology. Give `ref` to the trigger.
 */
export function useLayerContainer(): {
  ref: (element: HTMLElement | null) => void;
  container: HTMLElement | undefined;
} {
  const [trigger, setTrigger] = useState<HTMLElement | null>(null);
  const container =
    trigger?.closest<HTMLElement>('[role="dialog"],[role="alertdialog"]') ??
    trigger?.ownerDocument.querySelector<HTMLElement>('main') ??
    undefined;
  return { ref: setTrigger, container };
}
