import type { LoginIdentity } from './digest';

/**
 * Who logged in, told by digest-protected data only:
 * - `pbx-object`: the App object itself; may send PbxInfo and be used for PBX APIs.
 * - `user`: a user or client, says so with `pbxObj`.
 * - `user-without-pbx-object`: no `pbxObj`, but not the App object either. `pbxObj` is outside the digest, so a user can
 *   strip it from a valid login; such a login is a user's and gets none of the PBX's rights.
 */
export type LoginClass = 'pbx-object' | 'user' | 'user-without-pbx-object';

/**
 * Classifies an AppLogin whose digest has already been verified. The App object is recognised by `sip` being equal to
 * `info.appobj`, or, when the PBX sends no `info.appobj`, to the Name of the App object we expect (Names are unique in a
 * PBX, so no user can have it). Inferred rule, consistent with all captured logins.
 */
export function classifyLogin(
  login: LoginIdentity & { readonly pbxObj?: string },
  expected: { readonly appObjectName: string },
): LoginClass {
  if (login.pbxObj !== undefined && login.pbxObj !== null) return 'user';
  const sip = login.sip ?? '';
  if (sip === '') return 'user-without-pbx-object';
  const appobj = login.info ? (login.info as Record<string, unknown>).appobj : undefined;
  const name = appobj === undefined ? expected.appObjectName : appobj;
  return sip === name ? 'pbx-object' : 'user-without-pbx-object';
}
