'use client';
import { ErrorState } from '@switchroom/ui/components/error-state';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect } from 'react';

const RETRY_MS = 3000;

/** In place of a page while the gateway does not answer; asks again by itself. */
export function GatewayUnavailable() {
  const t = useTranslations('shell.unavailable');
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => router.refresh(), RETRY_MS);
    return () => clearInterval(timer);
  }, [router]);
  return (
    <main className="mx-auto grid min-h-dvh max-w-xl content-center p-4">
      <h1 className="sr-only">{t('title')}</h1>
      <ErrorState title={t('title')} meaning={t('meaning')} cure={t('cure')} />
    </main>
  );
}
