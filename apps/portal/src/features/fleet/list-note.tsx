'use client';
import { Button } from '@switchroom/ui/components/button';
import { RefreshCw } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { LiveList } from './use-live-list';

/** A quiet word beside the search when the table would look different if it were read again. */
export function ListNote({ live }: { live: LiveList }) {
  const t = useTranslations('pbxs.changed');
  const show = live.stale || live.added > 0;
  return (
    <div role="status" className="flex flex-wrap items-center gap-x-2 text-xs text-fg-muted">
      {show ? (
        <>
          <span>{live.added > 0 ? t('added', { count: live.added }) : t('text')}</span>
          <Button size="sm" variant="ghost" icon={<RefreshCw aria-hidden="true" />} onClick={live.refresh}>
            {t('refresh')}
          </Button>
        </>
      ) : null}
    </div>
  );
}
