'use client';
import type { Page } from '@switchroom/contracts';
import { Pagination } from '@switchroom/ui/components/pagination';
import { formatNumber } from '@switchroom/ui/lib/format';
import { useTranslations } from 'next-intl';
import { useFormatLocale } from '../i18n/use-format-locale';
import { useEffect, useRef } from 'react';
import { LIST_PAGE } from './list-search';

/** Where a list stands: the cursor of the page, and its number for "51-100 of". */
export interface ListPlace {
  after: string | null;
  page: number;
}

/** Above this the gateway gives an estimate. */
const EXACT_UP_TO = 10_000;

/** Previous and next by keyset. The way back is known for pages that were walked; else it leads to the first page. */
export function ListPages({
  page,
  search,
  pageSize = LIST_PAGE,
  onGo,
}: {
  page: Page<unknown>;
  search: ListPlace;
  pageSize?: number;
  onGo: (next: { after: string | null; page: number | null }) => void;
}) {
  const t = useTranslations('common');
  const locale = useFormatLocale();
  const walked = useRef(new Map<number, string | null>());
  useEffect(() => {
    walked.current.set(search.page, search.after);
  }, [search.page, search.after]);
  const next = page.nextCursor;
  if (search.after === null && next === undefined) return null;
  const from = (search.page - 1) * pageSize + 1;
  const values = {
    from: formatNumber(from, locale),
    to: formatNumber(from + page.rows.length - 1, locale),
    total: formatNumber(page.total, locale),
  };
  const before = search.page - 1;
  const goBack = (): void => {
    const known = walked.current.get(before);
    onGo(known === undefined ? { after: null, page: null } : { after: known, page: before });
  };
  return (
    <Pagination
      label={t('list.pages')}
      summary={page.total > EXACT_UP_TO ? t('list.rangeAbout', values) : t('list.range', values)}
      previous={{
        label: t('actions.previous'),
        onClick: search.after === null ? undefined : goBack,
      }}
      next={{
        label: t('actions.next'),
        onClick: next === undefined ? undefined : () => onGo({ after: next, page: search.page + 1 }),
      }}
    />
  );
}
