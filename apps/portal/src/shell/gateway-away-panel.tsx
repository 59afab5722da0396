'use client';
import { ErrorState } from '@switchroom/ui/components/error-state';
import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import { useConnectionStore } from '../trpc/context';

/** In place of a page that was opened while the gateway is away; calls `onBack` when the live connection is back. */
export function GatewayAwayPanel({ onBack }: { onBack: () => void }) {
  const t = useTranslations('shell.unavailable');
  const store = useConnectionStore();
  const call = useRef(onBack);
  useEffect(() => {
    call.current = onBack;
  });
  useEffect(() => store.onBack(() => call.current()), [store]);
  return (
    <>
      <h1 className="sr-only">{t('title')}</h1>
      <ErrorState title={t('title')} meaning={t('meaning')} cure={t('cureBack')} />
    </>
  );
}
