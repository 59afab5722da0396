'use client';
import { Button } from '@switchroom/ui/components/button';
import { ErrorState } from '@switchroom/ui/components/error-state';
import { useTranslations } from 'next-intl';
import { useEffect } from 'react';

/** A page that could not be drawn; the reference is the one in the server's log. */
export function CrashPanel({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  const t = useTranslations('common');
  const errors = useTranslations('errors');
  useEffect(() => console.error(error), [error]);
  return (
    <>
      <h1 className="sr-only">{t('crash.title')}</h1>
      <ErrorState
        title={t('crash.title')}
        meaning={t('crash.meaning')}
        cure={t('crash.cure')}
        action={<Button onClick={retry}>{t('actions.retry')}</Button>}
        requestId={
          error.digest === undefined
            ? undefined
            : {
                label: t('crash.reference'),
                value: error.digest,
                copyLabel: errors('copyRequestId'),
                copiedLabel: t('actions.copied'),
              }
        }
      />
    </>
  );
}
