import * as z from 'zod';
import { anyObject, flag, inheritable, num, open, opt, text, tristate, untyped } from './fields';

/* Properties of a PBX object, shared by UpdateObject and GetObjectResult (innovaphone SDK, PbxAdminApi). */

/** E-mail addresses are documented as `{email}` objects and, in the 14r1 schemas, as plain texts; read as objects. */
export const emails = z.preprocess(
  (value) =>
    Array.isArray(value) ? value.map((item: unknown) => (typeof item === 'string' ? { email: item } : item)) : value,
  z.array(open({ email: opt(text) })),
);

export const device = open({
  hw: opt(text),
  text: opt(text),
  app: opt(text),
  admin: opt(flag),
  'no-filter': opt(flag),
  tls: opt(flag),
  'no-mob': opt(flag),
  trusted: opt(flag),
});

/** Group membership: `mode: "active"` is an active member, `dyn: "in" | "out"` a dynamic one. */
export const group = open({ name: opt(text), mode: opt(text), dyn: opt(text) });

const rows = z.array(anyObject);

/** All but `pseudo`, which is read more tolerantly than it is written. */
export const objectShape = {
  guid: opt(text),
  cn: opt(text),
  dn: opt(text),
  h323: opt(text),
  e164: opt(text),
  pwd: opt(text),
  loc: opt(text),
  node: opt(text),
  ext: untyped,
  'ext-in': untyped,
  fake: untyped,
  gi: untyped,
  local: untyped,
  trace: untyped,
  text: opt(text),
  url: opt(text),
  'h323-email': opt(inheritable),
  emails: opt(emails),
  /** Name of the config template the object uses. On a template: its parents. */
  config: opt(z.union([text, z.array(text)])),
  /** Comma separated Names of App objects. */
  apps: opt(text),
  'apps-my': opt(text),
  hide: opt(inheritable),
  critical: opt(inheritable),
  'no-dev': opt(inheritable),
  'login-c': untyped,
  'login-t': untyped,
  admin: untyped,
  'admin-node': untyped,
  'admin-pbx': untyped,
  filter: opt(text),
  'cd-filter': opt(text),
  push: opt(text),
  messages: opt(text),
  cfnr: opt(num),
  colr: opt(inheritable),
  cfpr: opt(tristate),
  'busy-out': untyped,
  'cd-block': untyped,
  'rej-ext': untyped,
  'no-disc': untyped,
  dnd: untyped,
  'phone-config': untyped,
  'discard-phone-config': untyped,
  allows: opt(rows),
  uclic: opt(inheritable),
  voicemail: opt(inheritable),
  fax: opt(inheritable),
  mobility: opt(inheritable),
  mypbx: opt(inheritable),
  video: opt(inheritable),
  'app-sharing': opt(inheritable),
  reporting: opt(inheritable),
  /** App licences to acquire; the format is undocumented. */
  'app-lics': untyped,
  devices: opt(z.array(device)),
  grp: opt(z.array(group)),
  presence: opt(z.array(open({ c: opt(text), a: opt(text), n: opt(text) }))),
  cds: opt(rows),
  forks: opt(rows),
  wakeups: opt(rows),
  gws: opt(rows),
  profiles: untyped,
  phone: opt(anyObject),
};

/** Type and own settings of an object, written whole. */
export const pseudoWritten = open({ type: text, app: opt(anyObject) });

/** 13r3 and later deliver JSON, 13r2 delivered XML text for some types; the App object model reads both. */
export const pseudoRead = z.union([open({ type: opt(text), app: opt(anyObject) }), z.string()]);
