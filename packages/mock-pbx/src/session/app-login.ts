import { loginDigest, sessionKey } from '@switchroom/protocol';
import type { PbxCore } from '../core';
import { API_OF_FLAG, APP_FLAGS } from '../state/catalogue';
import { isJsonObject, type JsonObject, type PbxObject, splitNames, text } from '../state/types';

/** The settings of an App object. */
export function appSettings(object: PbxObject): JsonObject {
  const pseudo = object.fields['pseudo'];
  const app = isJsonObject(pseudo) ? pseudo['app'] : undefined;
  return isJsonObject(app) ? app : {};
}

/** HTML name of an app: the last component of its URL, without extension. */
export function htmlName(url: string): string {
  return (
    (url.split(/[?#]/)[0] ?? '')
      .split('/')
      .at(-1)
      ?.replace(/\.(htm|png)$/, '') ?? ''
  );
}

/** Ids of the APIs that an App object grants, as PbxInfo lists them. */
export function grantedApis(object: PbxObject): string[] {
  const settings = appSettings(object);
  return Object.entries(API_OF_FLAG)
    .filter(([flag]) => settings[flag] === true)
    .map(([, api]) => api);
}

/** True when any flag of `APP_FLAGS`, the URL, the Name or the password differs. */
export function appChanged(before: PbxObject, after: PbxObject): boolean {
  const identity = (object: PbxObject) =>
    JSON.stringify([object.fields['h323'], object.fields['pwd'], appSettings(object)['url']]);
  const flags = (object: PbxObject) => APP_FLAGS.map((flag) => appSettings(object)[flag] === true).join();
  return identity(before) !== identity(after) || flags(before) !== flags(after);
}

/**
 * `info` of an AppLogin that this PBX makes, in the captured order: appobj, appdn, appurl, pbx, cn, unlicensed or
 * testmode, groups, apps. `subject` is the App object itself or the user who logs in through it; `url` the address that is
 * logged in at, whose last component names the licence.
 */
export function loginInfo(
  core: PbxCore,
  app: PbxObject,
  subject: PbxObject,
  url: string = text(appSettings(app)['url']),
): JsonObject {
  const isUser = subject.guid !== app.guid;
  const html = htmlName(url);
  const services = core.licences.services(html);
  return {
    appobj: text(app.fields['h323']),
    appdn: displayName(app),
    appurl: url,
    pbx: core.config.pbx,
    cn: text(subject.fields['cn']),
    ...licenceInfo(core, html, subject, isUser),
    ...(services > 0 ? { lics: services } : {}),
    ...(isUser ? { groups: core.groupsOf(subject.guid) } : {}),
    apps: splitNames(core.objects.effective(subject)['apps']).map((name) => {
      const dn = text(core.objects.app(name)?.fields['dn']);
      return dn === '' ? { name } : { name, dn };
    }),
  };
}

/** The AppLogin message for a challenge, in the captured order of fields. */
export function makeLogin(
  core: PbxCore,
  app: PbxObject,
  options: {
    readonly htmlName: string;
    readonly challenge: string;
    readonly subject: PbxObject;
    readonly info: JsonObject | undefined;
    readonly password: string;
  },
): { readonly login: JsonObject; readonly digest: string; readonly key: string } {
  const { challenge, subject, info, password } = options;
  const login = {
    sip: text(subject.fields['h323']),
    guid: subject.guid,
    dn: displayName(subject),
    domain: core.config.domain,
    app: options.htmlName,
    ...(info ? { info } : {}),
  };
  return { login, digest: loginDigest(login, challenge, password), key: sessionKey(challenge, password) };
}

/** The display name of an object; the long name where it has none. */
export function displayName(object: PbxObject): string {
  return text(object.fields['dn']) || text(object.fields['cn']);
}

function licenceInfo(core: PbxCore, html: string, subject: PbxObject, isUser: boolean): JsonObject {
  if (core.licences.testMode) return { testmode: true };
  const licensed = isUser ? core.licences.holds(subject, `App(${html})`) : core.licences.services(html) > 0;
  return licensed ? {} : { unlicensed: true };
}
