import type { AuditLog } from '../../audit/port';
import type { Database } from '../../db/database';
import type { SecretBox } from '../../db/secrets-port';
import type { ClientSettings, OidcClient } from './client';
import type { Flow } from './flow-cookie';
import { canBeGiven, isTaken, linkedAccount, maySpeakFor, settleIdentity } from './identities';
import { mapRole } from './map-role';
import { personOf, type ProvenPerson } from './person';
import { type Provider, secretOwner } from './providers';
import { refusalOf, SignInRefusal } from './refusal';

/** Accounts as single sign-on needs them. */
export interface SsoAccounts {
  find(by: { email: string } | { id: string }): Promise<{ id: string; name: string; email: string } | undefined>;
  /** An account without a password; the one that is there when there is one. */
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
  /** The account that a proven person stands for, leaving everything as it is. */
  accountOf(provider: Provider, person: ProvenPerson): Promise<string | undefined>;
  /** Writes a refusal to the audit log of the provider's organisation. */
  refused(provider: Provider, refusal: SignInRefusal, email: string | undefined, request: Request): Promise<void>;
  redirectUri(providerId: string): string;
}

export interface SingleSignOnOptions {
  db: Database;
  audit: AuditLog;
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
  const knownAccount = async (provider: Provider, person: ProvenPerson) => {
    const linked = await linkedAccount(db, provider, person.subject);
    const account = await accounts.find(linked === undefined ? { email: person.email } : { id: linked });
    if (account === undefined) return undefined;
    if (linked === undefined && (await isTaken(db, provider, account.id, person.subject))) {
      throw new SignInRefusal('sso-account', 'address-of-another-person');
    }
    // Asked again at each sign-in: a role elsewhere may have come since.
    if (!(await maySpeakFor(db, provider, account.id))) throw new SignInRefusal('sso-account', 'belongs-elsewhere');
    return account;
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
      const known = await knownAccount(provider, person);
      if (known === undefined && role === undefined) throw new SignInRefusal('sso-role', roleTrouble(mapped));
      // Written by another role and so in another transaction. If ours fails after it, an account that belongs nowhere
      // stays: nobody can sign in to it, and the next try finds it.
      const account = known ?? {
        id: await accounts.create(person),
        email: person.email,
        name: person.name,
      };
      const settled = await settleIdentity(db, audit, provider, account, person, role, request);
      if (settled.changed) options.onAccessChanged([account.id]);
      if (!settled.belongs) throw new SignInRefusal('sso-role', roleTrouble(mapped));
      return { userId: account.id };
    },
    async accountOf(provider, person) {
      return (await knownAccount(provider, person))?.id;
    },
    async refused({ row, organisation }, refusal, email, request) {
      const actor = { id: `identity-provider:${row.id}`, name: email ?? row.name };
      await db.inScope(organisation, (tx) =>
        audit.append(
          tx,
          { organisationId: organisation.id, actor, ...request },
          {
            action: 'session.sign-in',
            target: { kind: 'identity-provider', id: row.id, name: row.name },
            after: { problem: refusal.problem, ...(refusal.detail === undefined ? {} : { detail: refusal.detail }) },
            result: 'failed',
          },
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
