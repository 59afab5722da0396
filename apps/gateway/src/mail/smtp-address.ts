/** Where mail is handed to, as SWITCHROOM_SMTP_URL says it. */
export interface SmtpAddress {
  host: string;
  port: number;
  /**
   * `implicit`: TLS from the first byte; `required`: STARTTLS or nothing; `never`: in the clear, for a relay on this
   * machine. There is no "if offered": somebody on the way could take the offer out.
   */
  tls: 'implicit' | 'required' | 'never';
  credentials: { user: string; password: string } | undefined;
}

/** Name and address that mail comes from. */
export interface MailFrom {
  name: string | undefined;
  address: string;
}

const forms = 'smtps://user:password@host or smtp://user:password@host:587';

/**
 * Reads `smtps://` (port 465) or `smtp://` (port 587) with an optional `?starttls=required|never`; user and password are
 * percent-encoded.
 * @throws {Error} whose message says what is wrong, without repeating the address: it holds a password
 */
export function parseSmtpUrl(text: string): SmtpAddress {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const implicit = url?.protocol === 'smtps:';
  if (url === undefined || (!implicit && url.protocol !== 'smtp:') || url.hostname === '') {
    throw new Error(`is not an address of a mail server: write ${forms}`);
  }
  if (!['', '/'].includes(url.pathname) || url.hash !== '') throw new Error('has a path: a mail server has none');
  const starttls = url.searchParams.get('starttls') ?? 'required';
  const unknown = [...url.searchParams.keys()].find((name) => name !== 'starttls');
  if (unknown !== undefined) throw new Error(`has an unknown part "${unknown}": only starttls can be given`);
  if (starttls !== 'required' && starttls !== 'never') throw new Error('has a starttls that is not required or never');
  if (implicit && url.searchParams.has('starttls')) throw new Error('is smtps: TLS from the start needs no starttls');
  const credentials = credentialsOf(url);
  if (starttls === 'never' && credentials !== undefined) {
    throw new Error('would send the password in the clear: leave starttls=never out, or user and password');
  }
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? (implicit ? 465 : 587) : Number(url.port),
    tls: implicit ? 'implicit' : starttls,
    credentials,
  };
}

function credentialsOf(url: URL): SmtpAddress['credentials'] {
  if (url.username === '' && url.password === '') return undefined;
  if (url.username === '' || url.password === '') {
    throw new Error('has only one of user and password: write both, or neither');
  }
  try {
    return { user: decodeURIComponent(url.username), password: decodeURIComponent(url.password) };
  } catch (error) {
    throw new Error('has a user or password that is not percent-encoded', { cause: error });
  }
}

/**
 * Reads `name@example.com` or `Some Name <name@example.com>`.
 * @throws {Error} whose message says what is wrong
 */
export function parseMailFrom(text: string): MailFrom {
  const match = /^(?:"?([^"<>]*?)"?\s*<([^<>\s]+)>|([^<>\s"]+))$/.exec(text.trim());
  const address = match?.[2] ?? match?.[3];
  if (address === undefined || !isMailAddress(address)) {
    throw new Error('is not an e-mail address: write name@example.com or Some Name <name@example.com>');
  }
  return { name: singleLine(match?.[1] ?? '') || undefined, address };
}

/** An address without anything that could end or widen a header or an SMTP command. */
export function isMailAddress(address: string): boolean {
  return address.length <= 254 && /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]+$/.test(address);
}

/** Text as one line: nothing that ends a header, and no characters that turn the reading direction. */
export function singleLine(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .replaceAll(/ {2,}/g, ' ')
    .trim();
}
