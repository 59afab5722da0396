/** Names of the cookies that the portal sets beside those of the component library (theme, navigation); none is secret. */
export const portalCookies = {
  locale: 'locale',
  /** The browser's time zone, so that the server writes the same times. */
  timeZone: 'tz',
} as const;

/** True when a session cookie of the account library is present; whether it is valid only the gateway knows. */
export function hasSessionCookie(names: readonly string[]): boolean {
  return names.some((name) => name.endsWith('session_token'));
}
