import type { AuditLog } from '../../audit/port';
import { sql } from 'drizzle-orm';
import { type Database, systemScope, type Tx } from '../../db/database';
import type { SecretBox } from '../../db/secrets-port';
import type { Mailer } from '../../mail/port';
import type { Visitor } from '../visitor';
import type { ClientSettings, OidcClient } from './client';
import type { Flow } from './flow-cookie';
import {
  belongsSomewhere,
  canBeGiven,
  forgetLinks,
  isTaken,
  linkedAccount,
  objectionTo,
  settleIdentity,
} from './identities';
import { linkAccount } from './link-account';
import { mapRole } from './map-role';
import { personOf, type ProvenPerson } from './person';
import { type Provider, secretOwner } from './providers';
import { refusalOf, SignInRefusal } from './refusal';

/** Accounts as single sign-on needs them. */
export interface SsoAccounts {
  find(by: { email: string } | { id: string }): Promise<{ id: string; name: string; email: string } | undefined>;
  /** A new account without a password, in place of whatever has the address. */
  create(account: { email: string; name: string }): Promise<string>;
}

interface Request {
  requestId: string;
  address: string;
}

/** Signing people in with what a provider proves of them. */
export interface SingleSignOn {
  /** Where to send the person. Throws `SignInRefusal`. */
  leave(provider: Provider, flow: Flow, hint: string | undefined): Promise<URL>;
  /** Who came back. Throws `SignInRefusal`. */
  comeBack(provider: Provider, flow: Flow, query: string): Promise<ProvenPerson>;
  /** The account of a proven person, with the role that the provider gives it now. Throws `SignInRefusal`. */
  admitPerson(provider: Provider, person: ProvenPerson, request: Request): Promise<{ userId: string }>;
  /**
   * Links a proven person with the account `userId`, whose own session has asked for it. Throws `SignInRefusal`.
   */
  link(provider: Provider, person: ProvenPerson, userId: string, visitor: Visitor): Promise<void>;
  /** The account that a proven person is linked with, leaving everything as it is. Throws `SignInRefusal`. */
  accountOf(provider: Provider, person: ProvenPerson): Promise<string | undefined>;
  /** Writes a refusal to the audit log of the provider's organisation; of many with one problem the first, and how many. */
  refused(provider: Provider, refusal: SignInRefusal, email: string | undefined, request: Request): Promise<void>;
  redirectUri(providerId: string): string;
}

export interface SingleSignOnOptions {
  db: Database;
  audit: AuditLog;
  mailer: Mailer;
  secrets: SecretBox;
  client: OidcClient;
  accounts: SsoAccounts;
  publicUrl: string;
  /** Told after the commit whose rights changed. */
  onAccessChanged: (userIds: readonly string[]) => void;
}

export function createSingleSignOn(options: SingleSignOnOptions): SingleSignOn {
  const { db, audit, secrets, client, accounts } = options;
  // One address a provider, so that none can pass off another one's answer as its own (RFC 9700, 4.4.2.2).
  const redirectUri = (providerId: string) => `${options.publicUrl}/api/auth/oidc/callback/${providerId}`;

  const settingsOf = async ({ row }: Provider): Promise<ClientSettings> => {
    const { id, version, issuer, clientId, sealedSecret: sealed, dataKeyId } = row;
    return { id, version, issuer, clientId, clientSecret: await secrets.open({ sealed, dataKeyId }, secretOwner(row)) };
  };

  /** Throws `SignInRefusal` for an account that the provider must not open. */
  const assertMaySpeak = async (tx: Tx, provider: Provider, userId: string): Promise<void> => {
    const objection = await objectionTo(tx, provider, userId);
    if (objection !== undefined) throw new SignInRefusal('sso-account', objection);
  };
  const assertNotTaken = async (tx: Tx, provider: Provider, userId: string, subject: string): Promise<void> => {
    if (!(await isTaken(tx, provider, userId, subject))) return;
    throw new SignInRefusal('sso-account', 'address-of-another-person');
  };
  /** The account that the person may open; undefined where a new one has to be made. Throws `SignInRefusal`. */
  const knownAccount = async (tx: Tx, provider: Provider, person: ProvenPerson) => {
    const linked = await linkedAccount(tx, provider, person.subject);
    if (linked !== undefined) {
      const account = await accounts.find({ id: linked });
      // Asked again at each sign-in: a role elsewhere may have come since.
      if (account !== undefined) await assertMaySpeak(tx, provider, linked);
      if (account !== undefined) return account;
      await forgetLinks(tx, linked);
    }
    const account = await accounts.find({ email: person.email });
    if (account === undefined) return undefined;
    await assertNotTaken(tx, provider, account.id, person.subject);
    await assertMaySpeak(tx, provider, account.id);
    // What an address proves is not enough for an account that somebody else gave its roles: its person has to say so.
    if (await belongsSomewhere(tx, account.id)) throw new SignInRefusal('sso-link-first');
    // Nobody can sign in to one that belongs nowhere, and whose it was is not known: a new one takes its place.
    await forgetLinks(tx, account.id);
    return undefined;
  };
  /** An invitation can make an account of the same address at the same moment, and so can another tab. */
  const lockAddress = async (tx: Tx, email: string): Promise<void> => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`account ${email}`}, 0))`);
  };

  return {
    redirectUri,
    async leave(provider, flow, hint) {
      try {
        return await client.authorizationUrl(await settingsOf(provider), flow, redirectUri(provider.row.id), hint);
      } catch (error) {
        throw refusalOf(error);
      }
    },
    async comeBack(provider, flow, query) {
      const { row } = provider;
      const wanted = [
        'email',
        ...(row.emailsVerified ? [] : ['email_verified']),
        ...(row.roleClaim === null ? [] : [row.roleClaim.split('.')[0] ?? row.roleClaim]),
      ];
      let claims: Record<string, unknown>;
      try {
        const url = new URL(`${redirectUri(row.id)}${query}`);
        claims = await client.claims(await settingsOf(provider), flow, url, wanted);
      } catch (error) {
        throw refusalOf(error);
      }
      const person = personOf(claims, row);
      if (person === undefined) throw new SignInRefusal('sso-email', emailTrouble(claims));
      return person;
    },
    async admitPerson(provider, person, request) {
      const mapped = mapRole(provider.row, person.claims);
      const role = mapped !== undefined && (await canBeGiven(db, provider.organisation, mapped)) ? mapped : undefined;
      const { account, settled } = await db.inScope(systemScope, async (tx) => {
        await lockAddress(tx, person.email);
        const known = await knownAccount(tx, provider, person);
        if (known === undefined && role === undefined) throw new SignInRefusal('sso-role', roleTrouble(mapped));
        // Written by another role and so in another transaction. If ours fails after it, an account that belongs nowhere
        // stays: nobody can sign in to it, and the next try replaces it.
        const entering = known ?? { id: await accounts.create(person), email: person.email, name: person.name };
        return {
          account: entering,
          settled: await settleIdentity(tx, audit, provider, entering, person, role, request),
        };
      });
      if (settled.changed) options.onAccessChanged([account.id]);
      if (!settled.belongs) throw new SignInRefusal('sso-role', roleTrouble(mapped));
      return { userId: account.id };
    },
    async accountOf(provider, person) {
      return await db.inScope(systemScope, async (tx) => {
        const linked = await linkedAccount(tx, provider, person.subject);
        if (linked !== undefined) await assertMaySpeak(tx, provider, linked);
        return linked;
      });
    },
    async link(provider, person, userId, visitor) {
      await db.inScope(systemScope, async (tx) => {
        await lockAddress(tx, person.email);
        const linked = await linkedAccount(tx, provider, person.subject);
        const account = await accounts.find({ email: person.email });
        if (account?.id !== userId || (linked !== undefined && linked !== userId)) {
          throw new SignInRefusal('sso-other-person');
        }
        await assertNotTaken(tx, provider, userId, person.subject);
        await assertMaySpeak(tx, provider, userId);
        await linkAccount(tx, options, provider, account, person.subject, visitor);
      });
    },
    async refused({ row, organisation }, refusal, email, request) {
      const actor = { id: `identity-provider:${row.id}`, name: email ?? row.name };
      const { problem, detail } = refusal;
      await audit.denied(['sign-in', row.id, problem], (more) =>
        db.inScope(organisation, (tx) =>
          audit.append(
            tx,
            { organisationId: organisation.id, actor, ...request },
            {
              action: 'session.sign-in',
              target: { kind: 'identity-provider', id: row.id, name: row.name },
              after: {
                problem,
                ...(detail === undefined ? {} : { detail }),
                ...(more === undefined ? {} : { more }),
              },
              result: 'failed',
            },
          ),
        ),
      );
    },
  };
}

function emailTrouble(claims: Record<string, unknown>): string {
  if (typeof claims['email'] !== 'string') return 'email-missing';
  return claims['email_verified'] === true ? 'email-of-another-domain' : 'email-not-verified';
}

function roleTrouble(mapped: unknown): string {
  return mapped === undefined ? 'no-role' : 'role-unavailable';
}
