'use client';
import { useRouter } from 'next/navigation';
import { useCallback } from 'react';
import type { Locale } from '../i18n/locales';
import { portalCookies } from '../session/cookies';
import { setPortalCookie } from '../session/set-cookie';

/** Keeps the language and reads the page again in it; forms on the page keep their values. */
export function useSetLocale(): (locale: Locale) => void {
  const router = useRouter();
  return useCallback(
    (locale) => {
      setPortalCookie(portalCookies.locale, locale);
      router.refresh();
    },
    [router],
  );
}
