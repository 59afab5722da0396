'use client';
import { Button } from '@switchroom/ui/components/button';
import { RefreshCw } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { LiveList } from './use-live-list';

/** A quiet line above the table when it would look different if it were read again. Keeps its place while empty. */
export function ListNote({ live }: { live: LiveList }) {
  const t = useTranslations('pbxs.changed');
  const show = live.stale || live.added > 0;
  return (
    <div role="status" className="-my-1 flex min-h-7 flex-wrap items-center gap-2 text-xs text-fg-muted">
      {show ? (
        <>
          <span>
            {live.added > 0 ? `${t('added', { count: live.added })} ` : ''}
            {live.stale ? t('text') : ''}
          </span>
          <Button size="sm" variant="ghost" icon={<RefreshCw aria-hidden="true" />} onClick={live.refresh}>
            {t('refresh')}
          </Button>
        </>
      ) : null}
    </div>
  );
}
