'use client';
import { useState } from 'react';

/**
 * Where a floating layer belongs: into the dialog around its trigger, else into the page's main landmark, so
 * that its content is inside a landmark for assistive technology. Give the second value to the trigger as its ref.
 */
export function useLayerContainer(): readonly [
  container: HTMLElement | undefined,
  setTrigger: (element: HTMLElement | null) => void,
] {
  const [trigger, setTrigger] = useState<HTMLElement | null>(null);
  const container =
    trigger?.closest<HTMLElement>('[role="dialog"],[role="alertdialog"]') ??
    trigger?.ownerDocument.querySelector<HTMLElement>('main') ??
    undefined;
  return [container, setTrigger];
}
