import type { OrganisationRef } from '@switchroom/contracts';
import { z } from 'zod';

const KEPT = 8;
const storedSchema = z.array(
  z.object({ id: z.uuid(), name: z.string().max(200), kind: z.enum(['provider', 'reseller', 'customer', 'site']) }),
);

const keyOf = (userId: string): string => `recent-organisations:${userId}`;

/** The organisations this person was in last on this browser, newest first; names may be old. */
export function recentOrganisations(userId: string): OrganisationRef[] {
  try {
    const stored = storedSchema.safeParse(JSON.parse(window.localStorage.getItem(keyOf(userId)) ?? '[]'));
    return stored.success ? stored.data : [];
  } catch {
    // Storage is blocked or holds something else: the list is a convenience and starts empty.
    return [];
  }
}

/** Puts an organisation first. */
export function withRecent(list: readonly OrganisationRef[], visited: OrganisationRef): OrganisationRef[] {
  const { id, name, kind } = visited;
  return [{ id, name, kind }, ...list.filter((one) => one.id !== id)].slice(0, KEPT);
}

/** Remembers a visit. */
export function rememberOrganisation(userId: string, visited: OrganisationRef): void {
  try {
    window.localStorage.setItem(keyOf(userId), JSON.stringify(withRecent(recentOrganisations(userId), visited)));
  } catch (error) {
    console.info('Recent organisations are not kept: the browser refuses storage.', error);
  }
}
