/** The cookies that a browser would hold for the provider. */
type Jar = Map<string, string>;

/**
 * Goes through the provider's pages as a browser does: follows `authorizationUrl`, signs in as `account` (undefined:
 * cancels) where it is asked to, and stops at the first redirect away from the provider, which it returns unfollowed.
 * Hand in the same `jar` again to come back with the provider's session.
 */
export async function signInAtProvider(
  authorizationUrl: string | URL,
  account: string | undefined,
  jar: Jar = new Map(),
): Promise<URL> {
  const origin = new URL(authorizationUrl).origin;
  let at = new URL(authorizationUrl);
  for (let step = 0; step < 10; step += 1) {
    const form = at.pathname.startsWith('/interaction/');
    const answer = await fetch(at, {
      method: form ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form
        ? { body: new URLSearchParams({ account: account ?? '', do: account === undefined ? 'cancel' : 'sign-in' }) }
        : {}),
    });
    for (const cookie of answer.headers.getSetCookie()) keep(jar, cookie);
    const location = answer.headers.get('location');
    const text = await answer.text();
    if (location === null) throw new Error(`the provider stopped with ${answer.status}: ${text.slice(0, 500)}`);
    at = new URL(location, at);
    if (at.origin !== origin) return at;
  }
  throw new Error('the provider never sent the person back');
}

function keep(jar: Jar, cookie: string): void {
  const [pair = ''] = cookie.split(';', 1);
  const at = pair.indexOf('=');
  const value = pair.slice(at + 1);
  if (value === '' || /expires=Thu, 01 Jan 1970/i.test(cookie)) jar.delete(pair.slice(0, at));
  else jar.set(pair.slice(0, at), value);
}
