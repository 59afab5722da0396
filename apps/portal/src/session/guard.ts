import type { OrganisationView, Permission, SessionView } from '@switchroom/contracts';
import { cookies, headers } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import { cache } from 'react';
import { z } from 'zod';
import { appErrorOf } from '../trpc/errors';
import { serverClient } from '../trpc/server';
import { hasSessionCookie } from './cookies';
import { signInPath } from './redirects';

/** What the gateway says about the visitor of this request; asked once per request. */
export type Visitor = { kind: 'in'; session: SessionView } | { kind: 'out' } | { kind: 'unavailable' };

export const visitor = cache(async (): Promise<Visitor> => {
  const names = (await cookies()).getAll().map(({ name }) => name);
  if (!hasSessionCookie(names)) return { kind: 'out' };
  try {
    return { kind: 'in', session: await serverClient().session.me.query() };
  } catch (error) {
    const { code } = appErrorOf(error);
    if (code === 'signed-out') return { kind: 'out' };
    if (code === 'unavailable') return { kind: 'unavailable' };
    throw error;
  }
});

const organisationOf = cache(async (organisationId: string): Promise<OrganisationView | 'unavailable'> => {
  if (!z.uuid().safeParse(organisationId).success) notFound();
  try {
    return await serverClient().organisations.get.query({ organisationId });
  } catch (error) {
    const { code } = appErrorOf(error);
    if (code === 'not-found' || code === 'forbidden' || code === 'invalid-input') notFound();
    if (code === 'signed-out') await redirectToSignIn();
    if (code === 'second-factor-required') redirect('/account/security');
    if (code === 'unavailable') return 'unavailable';
    throw error;
  }
});

/** Whether there is no account yet; `unavailable` when the gateway does not answer. */
export const setupNeeded = cache(async (): Promise<boolean | 'unavailable'> => {
  try {
    return (await serverClient().setup.state.query()).needsSetup;
  } catch (error) {
    if (appErrorOf(error).code === 'unavailable') return 'unavailable';
    throw error;
  }
});

/** Sends the visitor to the sign-in page, and back here afterwards. */
export async function redirectToSignIn(): Promise<never> {
  redirect(signInPath((await headers()).get('x-portal-path') ?? '/'));
}

export interface OrganisationAccess {
  session: SessionView;
  organisation: OrganisationView;
}

/**
 * For the layout of `/o/[organisationId]`: the session and the organisation, or `unavailable`. Leads to the sign-in page
 * without a session and to "not found" for an organisation out of reach.
 */
export async function organisationAccess(organisationId: string): Promise<OrganisationAccess | 'unavailable'> {
  const found = await visitor();
  if (found.kind === 'out') return redirectToSignIn();
  if (found.kind === 'unavailable') return 'unavailable';
  const organisation = await organisationOf(organisationId);
  return organisation === 'unavailable' ? 'unavailable' : { session: found.session, organisation };
}

/**
 * For every page below `/o/[organisationId]`; layouts are not asked again when a person moves between pages. With
 * `permission`, a person who does not hold it there gets "not found": an entry that a role may not use is not there.
 */
export async function requireOrganisation(
  organisationId: string,
  permission?: Permission,
): Promise<OrganisationAccess> {
  const access = await organisationAccess(organisationId);
  if (access === 'unavailable') throw new Error('The gateway does not answer.');
  if (permission !== undefined && !access.organisation.permissions.includes(permission)) notFound();
  return access;
}
