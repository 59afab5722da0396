'use client';
import type { OrganisationView, Permission, SessionView } from '@switchroom/contracts';
import { createContext, type ReactNode, useContext, useInsertionEffect } from 'react';
import { leaveForHome, rememberIdentity } from './identity';

interface Current {
  session: SessionView;
  organisation: OrganisationView;
  /** When the server rendered the frame (milliseconds), the "now" of the first paint on both sides. */
  renderedAt: number;
}

const SessionContext = createContext<Current | null>(null);

/** Gives the pages of an organisation the session and the organisation they are in. */
export function SessionProvider({ children, ...current }: Current & { children: ReactNode }) {
  const { session } = current;
  // Before any effect below asks for data. Drawn anew as somebody else, it may still hold what the first one typed: it
  // goes, as a whole.
  useInsertionEffect(() => {
    if (!rememberIdentity(session)) leaveForHome();
  }, [session]);
  return <SessionContext value={current}>{children}</SessionContext>;
}

function useCurrent(): Current {
  const current = useContext(SessionContext);
  if (current === null) throw new Error('This component works only below /o/[organisationId].');
  return current;
}

/** Who is signed in. */
export function useSession(): SessionView {
  return useCurrent().session;
}

/** The organisation of the page. */
export function useOrganisation(): OrganisationView {
  return useCurrent().organisation;
}

/** Whether the person holds `permission` in this organisation; hide what they do not. The gateway decides again. */
export function useCan(permission: Permission): boolean {
  return useCurrent().organisation.permissions.includes(permission);
}

/** The server's clock of the first paint, for times that must be the same on both sides. */
export function useRenderedAt(): number {
  return useCurrent().renderedAt;
}
