'use client';

/** Keeps a choice of the person for a year. Not for secrets: scripts can read it. */
export function setPortalCookie(name: string, value: string): void {
  // The Cookie Store API is missing in older browsers.
  document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=${365 * 24 * 60 * 60}; samesite=lax`;
}
