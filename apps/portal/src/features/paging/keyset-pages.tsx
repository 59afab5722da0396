'use client';
import { Pagination } from '@switchroom/ui/components/pagination';
import { formatNumber } from '@switchroom/ui/lib/format';
import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import { useFormatLocale } from '../../i18n/use-format-locale';

/** Above this the gateway gives an estimate. */
const EXACT_UP_TO = 10_000;

/** Where a list stands in the address: the cursor of its page, and the page's number for "51-100 of". */
export interface PageSearch {
  after: string | null;
  page: number;
}

/** Previous and next by keyset. The way back is known for pages that were walked; else it leads to the first page. */
export function KeysetPages({
  rows,
  total,
  nextCursor,
  pageSize,
  search,
  onGo,
}: {
  rows: number;
  total: number;
  nextCursor: string | undefined;
  pageSize: number;
  search: PageSearch;
  onGo: (next: { after: string | null; page: number | null }) => void;
}) {
  const t = useTranslations('common');
  const locale = useFormatLocale();
  const walked = useRef(new Map<number, string | null>());
  useEffect(() => {
    walked.current.set(search.page, search.after);
  }, [search.page, search.after]);
  if (search.after === null && nextCursor === undefined) return null;
  const from = (search.page - 1) * pageSize + 1;
  const values = {
    from: formatNumber(from, locale),
    to: formatNumber(from + rows - 1, locale),
    total: formatNumber(total, locale),
  };
  const before = search.page - 1;
  const goBack = (): void => {
    const known = walked.current.get(before);
    onGo(known === undefined ? { after: null, page: null } : { after: known, page: before });
  };
  return (
    <Pagination
      label={t('list.pages')}
      summary={total > EXACT_UP_TO ? t('list.rangeAbout', values) : t('list.range', values)}
      previous={{ label: t('actions.previous'), onClick: search.after === null ? undefined : goBack }}
      next={{
        label: t('actions.next'),
        onClick: nextCursor === undefined ? undefined : () => onGo({ after: nextCursor, page: search.page + 1 }),
      }}
    />
  );
}
