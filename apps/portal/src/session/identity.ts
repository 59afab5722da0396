import type { SessionView } from '@switchroom/contracts';

/** Says with each request as whom the page was opened; the gateway refuses it when the session is another by then. */
export const identityHeader = 'x-switchroom-as';

let identity: string | undefined;

/**
 * Called when a page of a session is drawn: from here on its requests are those of this person, or of this visit. A page
 * is one person's as long as it is loaded: false when the session is somebody else's by now, and then nothing changes.
 */
export function rememberIdentity({ user, impersonation }: Pick<SessionView, 'user' | 'impersonation'>): boolean {
  const current = impersonation === null ? user.id : `${user.id} ${impersonation.id}`;
  identity ??= current;
  return identity === current;
}

/** Two reasons to leave often come together; a second navigation would only break the first off. */
const LEAVING_MS = 3000;
let leftAt = 0;

/** Home, as whoever the session is now, with a full load: nothing of the page stays in memory. */
export function leaveForHome(): void {
  if (Date.now() - leftAt < LEAVING_MS) return;
  leftAt = Date.now();
  window.location.assign('/');
}

/** The header for a request; none on pages without a session. */
export function identityHeaders(): Record<string, string> {
  return identity === undefined ? {} : { [identityHeader]: identity };
}
