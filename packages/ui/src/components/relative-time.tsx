'use client';
import { useSyncExternalStore } from 'react';
import { formatExact, formatRelative } from '../lib/format';

// One clock for all times on the page. It ticks every ten seconds and only while somebody looks at it.
const TICK_MS = 10_000;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let clock = 0;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (!timer) {
    clock = Date.now();
    timer = setInterval(() => {
      clock = Date.now();
      for (const notify of listeners) notify();
    }, TICK_MS);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function readClock(): number {
  if (!timer && Date.now() - clock >= TICK_MS) clock = Date.now();
  return clock;
}

/**
 * A time in words ("5 minutes ago"), exact on hover, kept current. During server rendering and hydration it
 * is counted from `serverNow` if given, otherwise it is the exact time in `timeZone` (or UTC), so that both
 * sides render the same.
 */
export function RelativeTime({
  value,
  locale,
  timeZone,
  serverNow,
  format = 'long',
  className,
}: {
  /** Date, ISO text or milliseconds since the epoch. */
  value: Date | string | number;
  locale: string;
  /** IANA name; without it the browser's own. */
  timeZone?: string;
  serverNow?: number;
  format?: 'long' | 'short' | 'narrow';
  className?: string;
}) {
  const now = useSyncExternalStore(subscribe, readClock, () => null);
  const time = new Date(value);
  const at = time.getTime();
  const base = now ?? serverNow;
  const exact = formatExact(at, locale, timeZone ?? (now === null ? 'UTC' : undefined));
  // An event newer than the last tick is "now", not "in 3 seconds".
  const text =
    base === undefined ? exact : formatRelative(at, at > base && at - base < TICK_MS ? at : base, locale, format);
  return (
    <time dateTime={time.toISOString()} title={exact} className={className}>
      {text}
    </time>
  );
}
