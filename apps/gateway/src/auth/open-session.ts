import type { Library } from './library';
import type { AuthMethod } from './session-plugin';

/** What a session was opened with; access depends on it. */
export interface SessionProof {
  authMethod: AuthMethod;
  /** A second factor, a passkey, or a provider that counts as one was used. */
  secondFactor: boolean;
}

/** Where a person comes from, as it is stored with the session. */
export interface SessionOrigin {
  address: string;
  userAgent: string | undefined;
}

/** A session that was opened or renewed, and the cookies that have to go into the answer. */
export interface OpenedSession {
  id: string;
  userId: string;
  setCookies: string[];
}

/**
 * Opens a session for an account that has proven who it is, confirmed as of now. It neither checks a membership nor
 * records anything: `admit` does both and is what routes call.
 * @throws {Error} when there is no such account
 */
export async function openSession(
  library: Library,
  userId: string,
  facts: SessionProof,
  origin: SessionOrigin,
): Promise<OpenedSession> {
  const body = { userId, ...facts, address: origin.address, userAgent: (origin.userAgent ?? '').slice(0, 400) };
  const { response, headers } = await library.api.openSwitchroomSession({
    body,
    headers: new Headers(),
    returnHeaders: true,
  });
  if (response === null) throw new Error('a session was to be opened for an account that does not exist');
  return { ...response, setCookies: headers.getSetCookie() };
}

/** What changes with a session that is renewed. */
export interface RenewedFacts {
  authMethod: AuthMethod | null;
  secondFactor: boolean;
  /** The person has proven just now who they are. */
  confirmed: boolean;
}

/**
 * Gives a session a new token: after a step-up, a second factor, a new password. It stays the same session, so open
 * websockets and whoever looks in keep theirs; the old cookie is worth nothing from here on. Undefined when the session
 * has ended.
 */
export async function renewSession(
  library: Library,
  sessionId: string,
  facts: RenewedFacts,
): Promise<OpenedSession | undefined> {
  const { response, headers } = await library.api.renewSwitchroomSession({
    body: { sessionId, ...facts },
    headers: new Headers(),
    returnHeaders: true,
  });
  return response === null ? undefined : { ...response, setCookies: headers.getSetCookie() };
}
