import { classifyLogin, digestEquals, loginDigest, readLoginInfo } from '@switchroom/protocol';
import type { LinkReason } from '@switchroom/contracts';
import type { UserLogin } from './attendant-door';
import type { InboundTarget } from './inbound';

/** The fields of an AppLogin as received. */
export interface ReceivedLogin {
  readonly app?: string | undefined;
  readonly domain?: string | undefined;
  readonly sip?: string | undefined;
  readonly guid?: string | undefined;
  readonly dn?: string | undefined;
  readonly info?: Readonly<Record<string, unknown>> | undefined;
  readonly digest: string;
  readonly pbxObj?: string | undefined;
}

export type Verdict =
  | { readonly kind: 'pbx' /** Name of the PBX, if the login says it. */; readonly pbx: string | undefined }
  /** A valid login of a person or client. */
  | { readonly kind: 'user'; readonly login: UserLogin }
  | { readonly kind: 'refused'; readonly reason: LinkReason; readonly detail: string | undefined };

/** Whether the digest proves that its maker knew the App object's password. Takes the same time for every wrong digest. */
export function hasValidDigest(login: ReceivedLogin, challenge: string, password: string): boolean {
  return digestEquals(login.digest, loginDigest(login, challenge, password));
}

/**
 * Judges a login at the endpoint. Only the App object itself may become the link, and it is recognised by what the digest
 * protects: `sip` is its Name (and equals `info.appobj`); `pbxObj`, which a user could strip, proves nothing.
 */
export function judgeLogin(login: ReceivedLogin, challenge: string, password: string, target: InboundTarget): Verdict {
  if (!hasValidDigest(login, challenge, password)) {
    return { kind: 'refused', reason: 'password-refused', detail: undefined };
  }
  const who = classifyLogin(login, { appObjectName: target.appObjectName });
  // `pbxObj` can be added to the App object's own login as well as taken off a user's.
  const objects = ['', target.appObjectName, readLoginInfo(login.info).appobj];
  if (who === 'user' && !objects.some((name) => sameName(login.sip, name)))
    return { kind: 'user', login: userOf(login) };
  if (who === 'user' || who === 'user-without-pbx-object') {
    return { kind: 'refused', reason: 'not-the-app-object', detail: login.sip ?? '' };
  }
  if (!sameName(login.sip, target.appObjectName)) {
    const detail = `the App object is called "${login.sip ?? ''}", expected "${target.appObjectName}"`;
    return { kind: 'refused', reason: 'unknown-app', detail };
  }
  if (!sameName(login.app, target.appName)) {
    const detail = `the URL ends in "${login.app ?? ''}", expected "${target.appName}"`;
    return { kind: 'refused', reason: 'unknown-app', detail };
  }
  return { kind: 'pbx', pbx: readLoginInfo(login.info).pbx };
}

function userOf(login: ReceivedLogin): UserLogin {
  const { unlicensed } = readLoginInfo(login.info);
  return { user: login.sip ?? '', guid: login.guid, displayName: login.dn, unlicensed };
}

function sameName(a: string | undefined, b: string | undefined): boolean {
  return (a ?? '').toLowerCase() === (b ?? '').toLowerCase();
}
