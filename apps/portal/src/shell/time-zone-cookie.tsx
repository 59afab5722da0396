'use client';
import { useTimeZone } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { portalCookies } from '../session/cookies';
import { setPortalCookie } from '../session/set-cookie';

/** Tells the server the browser's time zone once, so that times are the same from the first paint of the next page on. */
export function TimeZoneCookie() {
  const used = useTimeZone();
  const router = useRouter();
  useEffect(() => {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (own === used || document.cookie.includes(`${portalCookies.timeZone}=${encodeURIComponent(own)}`)) return;
    setPortalCookie(portalCookies.timeZone, own);
    router.refresh();
  }, [used, router]);
  return null;
}
