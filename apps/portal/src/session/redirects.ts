/**
 * A path to come back to after signing in. Only paths of this portal are accepted: no other host, no scheme, no
 * `//host`, no backslash, no loop to the sign-in page.
 */
export function safeReturnPath(value: string | string[] | undefined): string {
  if (typeof value !== 'string' || !/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(value)) return '/';
  return /^\/(sign-in|setup)(?:[/?#]|$)/.test(value) ? '/' : value;
}

/** Address of the sign-in page that leads back to `path`. */
export function signInPath(path: string): string {
  const back = safeReturnPath(path);
  return back === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(back)}`;
}
