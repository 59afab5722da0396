'use client';
import { RelativeTime } from '@switchroom/ui/components/relative-time';
import { formatExact, formatTime } from '@switchroom/ui/lib/format';
import { useTimeZone } from 'next-intl';
import { useFormatLocale } from '../i18n/use-format-locale';
import { useRenderedAt } from '../session/session-context';

/** A time in words ("5 minutes ago"), exact on hover, in the person's zone; the same on the server and in the browser. */
export function Ago({
  value,
  format,
  className,
}: {
  value: Date;
  format?: 'long' | 'short' | 'narrow';
  className?: string;
}) {
  const locale = useFormatLocale();
  const timeZone = useTimeZone();
  return (
    <RelativeTime
      value={value}
      locale={locale}
      timeZone={timeZone}
      serverNow={useRenderedAt()}
      format={format}
      className={className}
    />
  );
}

/**
 * "14:02" on the same day, else "20 Nov, 14:02": for "as of". Use it where a moment matters, not a distance. With
 * `compact`, another day is "20 Nov": for rows, with the exact time on hover.
 */
export function useMoment(options: { compact?: boolean } = {}): (value: Date) => string {
  const locale = useFormatLocale();
  const timeZone = useTimeZone();
  const renderedAt = useRenderedAt();
  const clock = options.compact ? {} : ({ hour: '2-digit', minute: '2-digit' } as const);
  return (value) => {
    const day = (at: number): string => new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(at);
    if (day(value.getTime()) === day(renderedAt)) return formatTime(value.getTime(), locale, timeZone);
    return new Intl.DateTimeFormat(locale, { timeZone, day: 'numeric', month: 'short', ...clock }).format(value);
  };
}

/** Date and time to the second with the zone, for titles and detail lines. */
export function useExactTime(): (value: Date) => string {
  const locale = useFormatLocale();
  const timeZone = useTimeZone();
  return (value) => formatExact(value.getTime(), locale, timeZone);
}
