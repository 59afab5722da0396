'use client';
import { useCallback, useEffect, useRef } from 'react';

/** Runs `action` at most once per `ms`: at the end of the first quiet or busy stretch. For refetches driven by a stream. */
export function useThrottled(action: () => void, ms: number): () => void {
  const current = useRef(action);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => {
    current.current = action;
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  return useCallback(() => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      current.current();
    }, ms);
  }, [ms]);
}
