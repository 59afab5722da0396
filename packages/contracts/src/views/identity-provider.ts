import type { Role } from '../permissions/roles';
import type { HeldRole } from './member';

/** One line of a role mapping: people whose role claim holds `value` get this role. */
export interface RoleMappingView {
  value: string;
  role: Role;
  customRoleId: string | null;
}

/** An OpenID Connect provider of an organisation. Its client secret never leaves the gateway. */
export interface IdentityProviderView {
  id: string;
  name: string;
  issuer: string;
  clientId: string;
  emailDomains: string[];
  emailsVerified: boolean;
  roleClaim: string | null;
  roleMapping: RoleMappingView[];
  defaultRole: Role | null;
  countsAsSecondFactor: boolean;
  enabled: boolean;
  version: number;
  /** Where the provider sends people back to; to be entered there. */
  redirectUri: string;
  /** People who have signed in through it. */
  people: number;
  /** Of these, those whose role here was given by it and goes with it. */
  members: number;
  /** Of these, those who could no longer sign in without it: no password, no passkey, no other provider. */
  onlyHere: number;
}

/** The providers of an organisation, and what a new one would be. */
export interface IdentityProvidersView {
  providers: IdentityProviderView[];
  /** Roles that groups may give here, strongest first; those of the organisation and above it last. */
  roles: HeldRole[];
  /** A new id, because the redirect URI that is entered at the provider before anything is saved holds it. */
  next: { providerId: string; redirectUri: string };
}

/** What can be wrong with a provider when its configuration is looked at. */
export const providerProblems = [
  'issuer-not-https',
  'address-forbidden',
  'dns',
  'connection',
  'certificate',
  'timeout',
  'too-large',
  'redirect',
  'not-found',
  'status',
  'not-json',
  'issuer-differs',
  'issuer-template',
  'endpoint-missing',
  'endpoint-not-https',
  'code-flow-missing',
  'algorithm-unknown',
  'keys-unreadable',
] as const;
export type ProviderProblem = (typeof providerProblems)[number];

/** What a provider says of itself, and what of it would not work. */
export interface ProviderTest {
  /** Empty: people can be sent there. */
  problems: { code: ProviderProblem; detail?: string }[];
  /** Undefined where nothing could be read. */
  found:
    | {
        issuer: string;
        authorizationEndpoint: string | null;
        tokenEndpoint: string | null;
        userinfoEndpoint: string | null;
        keysEndpoint: string | null;
        algorithms: string[];
        scopes: string[];
        /** Keys for signatures that it publishes now. */
        keys: number;
        /** It says that it checks PKCE; one that does not say so is used all the same. */
        pkce: boolean;
      }
    | undefined;
}

/** Why somebody who came back from a provider was not let in; the sign-in page has the texts. */
export const singleSignOnProblems = [
  'sso-unknown', // no such provider, or it is switched off, or its organisation is archived
  'sso-throttled',
  'sso-unavailable', // the provider does not answer, or not as it should
  'sso-cancelled', // the person changed their mind there
  'sso-refused', // the provider refuses
  'sso-expired', // too long ago, another browser, or used already
  'sso-invalid', // the token does not prove anything
  'sso-email', // no verified address of a domain of this provider
  'sso-account', // the account with this address belongs to somebody else
  'sso-link-first', // there is an account already: its person links it while signed in
  'sso-role', // no role is meant for this person
  'sso-not-fresh', // step-up: the provider did not ask again
  'sso-other-person', // step-up: somebody else signed in there
] as const;
export type SingleSignOnProblem = (typeof singleSignOnProblems)[number];
