import { createHash, timingSafeEqual } from 'node:crypto';

/** What a request says about who sends it: HTTP authentication, Basic (RFC 7617) or Digest (RFC 7616). */
export type Credentials =
  | { scheme: 'basic'; userName: string; password: string }
  | { scheme: 'digest'; userName: string; nonce: string; fields: ReadonlyMap<string, string> };

/** One account. */
export interface Account {
  userName: string;
  password: string;
}

const realm = 'Switchroom';
const algorithms = { 'SHA-256': 'sha256', MD5: 'md5' } as const;

/** Undefined for a header that is neither, or broken. */
export function readCredentials(header: string | undefined): Credentials | undefined {
  const [, scheme = '', rest = ''] = /^(basic|digest)\s+([\s\S]+)$/i.exec(header?.trim() ?? '') ?? [];
  if (scheme.toLowerCase() === 'basic') {
    const text = Buffer.from(rest, 'base64').toString('utf8');
    const at = text.indexOf(':');
    return at < 0 ? undefined : { scheme: 'basic', userName: text.slice(0, at), password: text.slice(at + 1) };
  }
  if (scheme.toLowerCase() !== 'digest') return undefined;
  const fields = new Map<string, string>();
  for (const [, name = '', quoted, plain] of rest.matchAll(/([a-z]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/gi)) {
    fields.set(name.toLowerCase(), quoted === undefined ? (plain ?? '') : quoted.replaceAll(/\\(.)/g, '$1'));
  }
  const userName = fields.get('username');
  const nonce = fields.get('nonce');
  return userName === undefined || nonce === undefined ? undefined : { scheme: 'digest', userName, nonce, fields };
}

/**
 * Whether the credentials are those of the account. The comparison takes the same time for every wrong one. Whether the
 * nonce of a digest is good is for the caller to know.
 * @param uri as requested: a digest is made for one address
 */
export function fits(
  credentials: Credentials,
  account: Account,
  { method, uri }: { method: string; uri: string },
): boolean {
  if (credentials.scheme === 'basic') {
    const name = sameText(credentials.userName, account.userName);
    return sameText(credentials.password, account.password) && name;
  }
  const { fields, nonce } = credentials;
  const name = fields.get('algorithm')?.toUpperCase() ?? 'MD5';
  const algorithm = name === 'SHA-256' || name === 'MD5' ? algorithms[name] : undefined;
  const hash = (text: string) =>
    createHash(algorithm ?? 'sha256')
      .update(text)
      .digest('hex');
  const secret = hash(`${account.userName}:${realm}:${account.password}`);
  const request = hash(`${method}:${fields.get('uri') ?? ''}`);
  const [qop, count, own] = [fields.get('qop'), fields.get('nc') ?? '', fields.get('cnonce') ?? ''];
  const wanted = hash([secret, nonce, ...(qop === undefined ? [] : [count, own, qop]), request].join(':'));
  const right = sameText(fields.get('response')?.toLowerCase() ?? '', wanted);
  const sound = algorithm !== undefined && (qop === undefined || qop === 'auth') && fields.get('uri') === uri;
  return sameText(credentials.userName, account.userName) && right && sound;
}

/** What a request without, or with wrong credentials is answered: the ways to prove oneself, the best one first. */
export function challengesFor(nonce: string, stale: boolean): string[] {
  const digest = Object.keys(algorithms).map(
    (name) =>
      `Digest realm="${realm}", qop="auth", algorithm=${name}, nonce="${nonce}", charset=UTF-8${stale ? ', stale=true' : ''}`,
  );
  return [...digest, `Basic realm="${realm}", charset="UTF-8"`];
}

function sameText(a: string, b: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(a), hash(b));
}
