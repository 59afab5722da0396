/** How signing in ended. `retryAfterSeconds` is 0 when the gateway did not say. */
export type SignInResult =
  | { kind: 'ok' }
  /** The password was right; a code or a passkey has to follow. */
  | { kind: 'second-factor'; passkey: boolean }
  | { kind: 'wrong' }
  /** The gateway does not know the address under which this page was opened. */
  | { kind: 'foreign-origin' }
  | { kind: 'throttled'; retryAfterSeconds: number }
  | { kind: 'unavailable' }
  | { kind: 'failed' };

/** Signs in with the account library behind `/api/auth`; the session cookie arrives with the answer. */
export async function signIn(input: { email: string; password: string }): Promise<SignInResult> {
  let answer: Response;
  try {
    answer = await postJson('/api/auth/sign-in/email', input);
  } catch {
    return { kind: 'unavailable' };
  }
  const result = signInResultOf(answer.status, answer.headers);
  if (result.kind !== 'ok') return result;
  const { secondFactor } = (await answer.json()) as { secondFactor?: { passkey: boolean } };
  return secondFactor === undefined ? result : { kind: 'second-factor', passkey: secondFactor.passkey };
}

/** The meaning of the account library's answer by status. */
export function signInResultOf(status: number, headers: Headers): SignInResult {
  if (status >= 200 && status < 300) return { kind: 'ok' };
  if (status === 400 || status === 401 || status === 422) return { kind: 'wrong' };
  if (status === 403) return { kind: 'foreign-origin' };
  if (status === 429) {
    const seconds = Number(headers.get('x-retry-after') ?? headers.get('retry-after') ?? '0');
    return { kind: 'throttled', retryAfterSeconds: Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : 0 };
  }
  return { kind: status >= 502 ? 'unavailable' : 'failed' };
}

let signingOut = false;

/** The person is ending the session in this page: what ends with it is no surprise. */
export function isSigningOut(): boolean {
  return signingOut;
}

/** Ends the session on the gateway. False when it did not answer: the person is still signed in. */
export async function signOut(): Promise<boolean> {
  signingOut = true;
  try {
    signingOut = (await postJson('/api/auth/sign-out', {})).ok;
  } catch {
    signingOut = false;
  }
  return signingOut;
}

function postJson(url: string, body: unknown): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    credentials: 'same-origin',
  });
}
