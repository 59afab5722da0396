'use client';
import { RelativeTime } from '@switchroom/ui/components/relative-time';
import { useTimeZone } from 'next-intl';
import { useFormatLocale } from '../../i18n/use-format-locale';

/** A time in words on a page without an organisation; `renderedAt` is the server's clock of the first paint. */
export function AccountTime({ value, renderedAt }: { value: Date; renderedAt: number }) {
  const locale = useFormatLocale();
  const timeZone = useTimeZone();
  return <RelativeTime value={value} locale={locale} timeZone={timeZone} serverNow={renderedAt} />;
}
