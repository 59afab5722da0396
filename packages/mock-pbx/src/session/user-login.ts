import type { PbxCore } from '../core';
import { type JsonObject, type PbxObject, pseudoType, splitNames, text } from '../state/types';
import { appSettings, htmlName, loginInfo, makeLogin } from './app-login';

/** A user login that a client asks its PBX for (myApps `AppGetLogin`). */
export interface UserLoginRequest {
  /** Name (`h323`) of the user. */
  readonly user: string;
  /** Name of the App object through which the user logs in. */
  readonly appObject: string;
  /** The challenge that the app service gave the client. */
  readonly challenge: string;
  /** URL told as `info.appurl`, its last component as `app`; default: the App object's. */
  readonly url?: string;
}

/** What the client gets from its PBX. */
export interface UserLogin {
  /** The AppLogin to send to the app service, fields in the captured order, `pbxObj` included. */
  readonly login: JsonObject;
  /** Key of the login; never sent in clear. */
  readonly sessionKey: string;
}

/**
 * Makes a user login as the PBX does: digest with the App object's password over the user's Name, guid and display name and
 * an `info` that names the App object, the user, the user's groups and apps, and whether the App licence is missing.
 * Throws an Error with the PBX's text when the user or App object does not exist or the user does not have the App.
 * The faults `wrongPassword` and `infoMode` strike here too.
 */
export function makeUserLogin(core: PbxCore, request: UserLoginRequest): UserLogin {
  const { user, appObject, challenge } = request;
  const note = (error: string | undefined): void =>
    core.journal.recordLogin({ at: Date.now(), user, appObject, error });
  const subject = core.objects.store.find('h323', user);
  const app = core.objects.app(appObject);
  const error = refusal(core, request, app, subject);
  note(error);
  if (error !== undefined || !app || !subject) throw new Error(error);
  const own = text(app.fields['pwd']);
  const url = request.url ?? text(appSettings(app)['url']);
  const made = makeLogin(core, app, {
    htmlName: htmlName(url),
    challenge,
    subject,
    info: userInfo(core, app, subject, url),
    password: core.faults.take('wrongPassword') ? `not ${own}` : own,
  });
  const { app: name, domain, sip, guid, dn, info } = made.login;
  const login: JsonObject = {
    mt: 'AppLogin',
    app: name,
    domain,
    sip,
    guid,
    dn,
    info,
    digest: made.digest,
    pbxObj: appObject,
  };
  return { login, sessionKey: made.key };
}

function refusal(
  core: PbxCore,
  { user, appObject }: UserLoginRequest,
  app: PbxObject | undefined,
  subject: PbxObject | undefined,
): string | undefined {
  if (!subject || !['', 'executive'].includes(pseudoType(subject))) return `user "${user}" not found`;
  if (!app) return `App object "${appObject}" not found`;
  const apps = splitNames(core.objects.effective(subject)['apps']);
  return apps.includes(appObject) ? undefined : `user "${user}" does not have the App "${appObject}"`;
}

function userInfo(core: PbxCore, app: PbxObject, subject: PbxObject, url: string): JsonObject | undefined {
  const mode = core.faults.take('infoMode')?.value ?? 'full';
  if (mode === 'missing') return undefined;
  return mode === 'empty' ? {} : loginInfo(core, app, subject, url);
}
