'use client';
import { useEffect, useRef } from 'react';
import { appErrorOf } from './errors';
import { reconnectDelay } from './backoff';

interface LiveHandlers<T> {
  onData: (value: T) => void;
  onError: (error: unknown) => void;
  onComplete: () => void;
}

// These do not get better by asking again.
const finalCodes = new Set(['signed-out', 'forbidden', 'not-found', 'invalid-input']);

/**
 * A subscription for as long as the component is on screen:
 * `useLive((handlers) => client.plans.watch.subscribe(input, handlers), onData, [planId])`.
 * The socket itself replays it after a lost connection. A stream that the gateway ends (a restart, an error) is started
 * again with growing pauses; `keys` restart it at once. `onFinal` is told about errors that stay.
 */
export function useLive<T>(
  subscribe: (handlers: LiveHandlers<T>) => { unsubscribe: () => void },
  onData: (value: T) => void,
  keys: readonly (string | number | boolean | undefined)[],
  options: { enabled?: boolean; onFinal?: (error: unknown) => void } = {},
): void {
  const { enabled = true } = options;
  const current = useRef({ subscribe, onData, onFinal: options.onFinal });
  useEffect(() => {
    current.current = { subscribe, onData, onFinal: options.onFinal };
  });
  const key = JSON.stringify(keys);
  useEffect(() => {
    if (!enabled) return;
    let ended = false;
    let attempt = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let running: { unsubscribe: () => void } | undefined;
    const again = (): void => {
      if (ended) return;
      clearTimeout(timer);
      timer = setTimeout(start, reconnectDelay(attempt));
      attempt += 1;
    };
    function start(): void {
      running = current.current.subscribe({
        onData: (value) => {
          attempt = 0;
          if (!ended) current.current.onData(value);
        },
        onError: (error) => {
          if (ended) return;
          if (finalCodes.has(appErrorOf(error).code)) current.current.onFinal?.(error);
          else again();
        },
        onComplete: again,
      });
    }
    start();
    return () => {
      ended = true;
      clearTimeout(timer);
      running?.unsubscribe();
    };
  }, [key, enabled]);
}
