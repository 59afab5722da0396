import { AppError, type SingleSignOnProblem } from '@switchroom/contracts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { randomNonce, randomPKCECodeVerifier, randomState } from 'openid-client';
import { z } from 'zod';
import type { Database } from '../../db/database';
import { networkOf } from '../../networks';
import { isFresh } from '../freshness';
import type { Flow, FlowCookies } from '../oidc/flow-cookie';
import type { ProvenPerson } from '../oidc/person';
import { findProvider, type Provider, providerOfEmail, providerOfUser } from '../oidc/providers';
import { SignInRefusal } from '../oidc/refusal';
import type { SingleSignOn } from '../oidc/single-sign-on';
import type { ActiveSession } from '../port';
import type { RateLimit } from '../rate-limit';
import type { AuthRoutesOptions } from '../routes';
import type { Visitor } from '../visitor';
import { whoOf, withCookies } from './http';

/** What signing in through a provider needs beside the rest of the room. */
export interface SingleSignOnRoutes {
  db: Database;
  singleSignOn: SingleSignOn;
  flows: FlowCookies;
  /** Departures and returns of one address. */
  trips: RateLimit;
  /** True when nothing but a provider can confirm who this person is. */
  onlyProvider(userId: string): Promise<boolean>;
  /** Stores when the person has proven who they are, unless it was just now; the epoch where nobody knows. */
  confirmedAt(sessionId: string, at: Date): Promise<void>;
}

/** Clocks of two machines may differ by this much. */
const CLOCK_TOLERANCE_MS = 30_000;

const leaveQuery = z.object({ provider: z.uuid(), next: z.string().optional(), hint: z.email().max(254).optional() });
const callbackParams = z.object({ providerId: z.uuid() });
const callbackQuery = z.object({ state: z.string().min(20).max(200) });

/**
 * Leaving for a provider and coming back. These are pages for a browser: whatever goes wrong ends as a redirect to the
 * sign-in page with a code of ours, never with a text of the provider.
 */
export function registerSingleSignOn(app: FastifyInstance, options: AuthRoutesOptions): void {
  const { sessions, admit, logger } = options;
  const { db, singleSignOn, flows, trips } = options.oidc;

  app.get('/auth/oidc/start', async (request, reply) => {
    const who = whoOf(options, request);
    const query = leaveQuery.safeParse(request.query).data;
    if (query === undefined) return await away(reply, 'sso-unknown');
    // A link on another site must not sign anybody in, least of all as somebody that it chose: here they decide.
    if (isFromElsewhere(request)) return await reply.redirect(signInPath(safePath(query.next)), 303);
    // The provider sends people back to the portal's public name, where a cookie of a branded one would be missing.
    if (!options.origins.isPublic(request.headers)) {
      return await reply.redirect(`${options.publicUrl}${signInPath(safePath(query.next))}`, 303);
    }
    return await leave(reply, who, await findProvider(db, query.provider), {
      next: safePath(query.next),
      hint: query.hint,
      confirms: null,
    });
  });

  /** Leaving from within a session: to confirm it, or to link its account. */
  const fromSession = async (request: FastifyRequest, reply: FastifyReply, links: boolean): Promise<FastifyReply> => {
    const who = whoOf(options, request);
    const next = safePath(z.object({ next: z.string().optional() }).safeParse(request.query).data?.next);
    if (isFromElsewhere(request)) return await reply.redirect(next, 303);
    const session = (await sessions.of(who.cookie, false))?.session;
    if (session === undefined) return await away(reply, 'sso-expired');
    const { id: userId, email } = session.user;
    const way = { next, hint: email, confirms: { sessionId: session.id, userId, links } };
    if (links) {
      // Another way in for good: only for whoever has just proven that the account is theirs.
      if (!isFresh(session.user.session)) return await away(reply, 'sso-not-fresh', way);
      return await leave(reply, who, await providerOfEmail(db, email), way);
    }
    const provider = (await options.oidc.onlyProvider(userId)) ? await providerOfUser(db, userId) : undefined;
    return await leave(reply, who, provider, way);
  };
  app.get('/auth/oidc/step-up', (request, reply) => fromSession(request, reply, false));
  app.get('/auth/oidc/link', (request, reply) => fromSession(request, reply, true));

  app.get('/auth/oidc/callback/:providerId', async (request, reply) => {
    const who = whoOf(options, request);
    if (trips.take(networkOf(who.address)) > 0) return await away(reply, 'sso-throttled');
    const provider = await providerOf(request);
    if (provider === undefined) return await away(reply, 'sso-unknown');
    const state = callbackQuery.safeParse(request.query).data?.state;
    const flow = state === undefined ? undefined : flows.read(who.cookie, state);
    if (state !== undefined) reply.header('set-cookie', flows.end(state));
    const facts = { ...idsOf(who), providerId: provider.row.id };
    if (flow === undefined || flow.providerId !== provider.row.id) {
      // Only logged: whoever knows the address could otherwise write to an organisation's audit log without an account.
      logger.info({ ...facts, problem: 'sso-expired' }, 'a return that belongs to no departure was refused');
      return await away(reply, 'sso-expired', flow);
    }
    let person: ProvenPerson | undefined;
    try {
      person = await singleSignOn.comeBack(provider, flow, request.url.slice(request.url.indexOf('?')));
      const cookies =
        flow.confirms === null
          ? await signIn(provider, person, who)
          : await within(provider, person, { ...flow, confirms: flow.confirms }, who);
      return await withCookies(reply, cookies).redirect(flow.next, 303);
    } catch (error) {
      if (!(error instanceof SignInRefusal)) throw error;
      logger.info({ ...facts, problem: error.problem }, 'a single sign-on was refused');
      await singleSignOn.refused(provider, error, person?.email, idsOf(who));
      return await away(reply, error.problem, flow);
    }
  });

  async function leave(
    reply: FastifyReply,
    who: Visitor,
    provider: Provider | undefined,
    { hint, ...way }: Pick<Flow, 'next' | 'confirms'> & { hint: string | undefined },
  ): Promise<FastifyReply> {
    if (trips.take(networkOf(who.address)) > 0) return await away(reply, 'sso-throttled', way);
    if (provider === undefined) return await away(reply, 'sso-unknown', way);
    const flow: Flow = {
      providerId: provider.row.id,
      state: randomState(),
      nonce: randomNonce(),
      verifier: randomPKCECodeVerifier(),
      startedAt: Date.now(),
      ...way,
    };
    try {
      const url = await singleSignOn.leave(provider, flow, hint);
      return await withCookies(reply, [flows.begin(flow)]).redirect(url.href, 303);
    } catch (error) {
      if (!(error instanceof SignInRefusal)) throw error;
      await singleSignOn.refused(provider, error, undefined, idsOf(who));
      return await away(reply, error.problem, way);
    }
  }

  async function providerOf(request: FastifyRequest): Promise<Provider | undefined> {
    const params = callbackParams.safeParse(request.params).data;
    return params === undefined ? undefined : await findProvider(db, params.providerId);
  }

  async function signIn(provider: Provider, person: ProvenPerson, who: Visitor): Promise<string[]> {
    const { userId } = await singleSignOn.admitPerson(provider, person, idsOf(who));
    const proof = { authMethod: 'oidc', secondFactor: person.secondFactor } as const;
    const opened = await admit({ ...who, userId, proof });
    if (opened === undefined) throw new SignInRefusal('sso-role', 'no-membership');
    // Somebody whom the provider remembers from this morning has not proven anything now; nor, for all that we know, has
    // somebody of whom it does not say when they did.
    const at = person.authenticatedAt ?? new Date(0);
    if (at.getTime() < Date.now() - CLOCK_TOLERANCE_MS) await options.oidc.confirmedAt(opened.id, at);
    return opened.setCookies;
  }

  /** Step-up or linking: the same person, asked again after they left, in the session they left from. */
  async function within(
    provider: Provider,
    person: ProvenPerson,
    flow: Flow & { confirms: NonNullable<Flow['confirms']> },
    who: Visitor,
  ): Promise<string[]> {
    const session: ActiveSession | undefined = (await sessions.of(who.cookie, false))?.session;
    const { sessionId, userId } = flow.confirms;
    if (session === undefined || session.id !== sessionId || session.user.id !== userId) {
      throw new SignInRefusal('sso-expired', 'another-session');
    }
    if (flow.confirms.links) {
      if (!isFresh(session.user.session)) throw new SignInRefusal('sso-expired', 'not-fresh');
      await singleSignOn.link(provider, person, userId, who);
      return [];
    }
    if ((await singleSignOn.accountOf(provider, person)) !== userId) throw new SignInRefusal('sso-other-person');
    const at = person.authenticatedAt?.getTime();
    if (at === undefined || at < flow.startedAt - CLOCK_TOLERANCE_MS) throw new SignInRefusal('sso-not-fresh');
    const entry = { action: 'session.step-up', after: { method: 'single-sign-on' } } as const;
    const renewed = await options.changes.record(userId, who, entry, () =>
      sessions.renew(session, { factor: undefined, confirmed: true }),
    );
    if (renewed === undefined) throw new AppError('signed-out');
    return renewed.setCookies;
  }

  /** Where a trip ends that led nowhere: the sign-in page, or the page where a step-up began. */
  async function away(
    reply: FastifyReply,
    problem: SingleSignOnProblem,
    way?: Pick<Flow, 'next' | 'confirms'>,
  ): Promise<FastifyReply> {
    const back = way?.next ?? '/';
    const url =
      way?.confirms === null || way === undefined
        ? signInPath(back, problem)
        : `${back}${back.includes('?') ? '&' : '?'}step-up=${problem}`;
    return await reply.header('cache-control', 'no-store').redirect(url, 303);
  }
}

/** A browser says where the page that leads here is from; an address that was typed, or a program, says nothing. */
function isFromElsewhere(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site'];
  return site !== undefined && site !== 'same-origin' && site !== 'none';
}

function signInPath(next: string, problem?: SingleSignOnProblem): string {
  const query = new URLSearchParams({
    ...(problem === undefined ? {} : { error: problem }),
    ...(next === '/' ? {} : { next }),
  });
  return query.size === 0 ? '/sign-in' : `/sign-in?${query.toString()}`;
}

function idsOf({ requestId, address }: Visitor): { requestId: string; address: string } {
  return { requestId, address };
}

/** Only paths of the portal: no other host, no `//host`, no backslash. */
function safePath(value: string | undefined): string {
  return value !== undefined && value.length <= 1000 && /^\/(?![/\\])[^\\\p{Cc}#]*$/u.test(value) ? value : '/';
}
