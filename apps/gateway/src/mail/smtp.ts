import type { MailProblemKind } from '@switchroom/contracts';
import { createTransport } from 'nodemailer';
import type { MailFrom, SmtpAddress } from './smtp-address';

/** One mail as it goes to the mail server. */
export interface SmtpMail {
  id: string;
  createdAt: Date;
  to: { name: string; address: string };
  from: { name: string; address: string };
  replyTo: string | null;
  subject: string;
  text: string;
  html: string;
}

/** The mail server. */
export interface SmtpPort {
  /**
   * Hands over one mail. Resolves when the server has accepted it.
   * @throws {MailProblem}
   */
  send(mail: SmtpMail, signal: AbortSignal): Promise<void>;
}

/** Why a mail was not accepted; `text` is the server's own word and holds nothing of the mail's text. */
export class MailProblem extends Error {
  override readonly name = 'MailProblem';
  constructor(
    readonly kind: MailProblemKind,
    readonly text: string,
    options?: { cause?: unknown },
  ) {
    super(`${kind}: ${text}`, options);
  }
}

/** A client of the mail server: a connection per mail, TLS verified, no files and no addresses fetched. */
export function createSmtp(options: {
  address: SmtpAddress;
  /** PEM of a private authority, in the place of the public ones. */
  ca?: string | undefined;
  /** Longest silence of the server, ms. */
  silenceMs?: number;
}): SmtpPort {
  const { host, port, tls, credentials } = options.address;
  const silenceMs = options.silenceMs ?? 30_000;
  const transport = createTransport({
    host,
    port,
    secure: tls === 'implicit',
    requireTLS: tls === 'required',
    ignoreTLS: tls === 'never',
    tls: { minVersion: 'TLSv1.2', rejectUnauthorized: true, ...(options.ca === undefined ? {} : { ca: options.ca }) },
    ...(credentials && { auth: { user: credentials.user, pass: credentials.password }, forceAuth: true }),
    connectionTimeout: silenceMs,
    greetingTimeout: silenceMs,
    dnsTimeout: silenceMs,
    socketTimeout: silenceMs,
    socketCloseTimeout: 1000,
    logger: false,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send(mail, signal) {
      try {
        await transport.sendMail({ ...toMessage(mail), signal });
      } catch (error) {
        throw problemOf(error, credentials?.password);
      }
    },
  };
}

/** The message, the same in every try: a receiver that gets it twice can tell by its id. */
export function toMessage(mail: SmtpMail) {
  return {
    messageId: `<${mail.id}@${mail.from.address.split('@')[1] ?? 'localhost'}>`,
    date: mail.createdAt,
    from: mail.from,
    to: mail.to,
    ...(mail.replyTo === null ? {} : { replyTo: { name: '', address: mail.replyTo } }),
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    headers: { 'Auto-Submitted': 'auto-generated' },
  };
}

/** Replies that speak about us and not about the mail: it is tried again when somebody has put it right. */
const aboutSignIn = new Set([530, 534, 535, 538]);

export function problemOf(error: unknown, password?: string): MailProblem {
  const { code, originalCode, responseCode, response, message } = fieldsOf(error);
  const text = (response ?? message)
    .replaceAll(/\p{Cc}+/gu, ' ')
    .replaceAll(password === undefined || password === '' ? /(?!)/g : password, '***')
    .slice(0, 300);
  const problem = (kind: MailProblemKind) => new MailProblem(kind, text, { cause: error });
  if (code === 'EABORT') return problem('timeout');
  if (code === 'EAUTH' || code === 'ENOAUTH' || aboutSignIn.has(responseCode ?? 0)) return problem('sign-in');
  if (responseCode !== undefined) {
    if (code === 'ETLS') return problem('tls');
    return problem(responseCode >= 500 && responseCode !== 503 ? 'refused' : 'deferred');
  }
  if (code === 'EENVELOPE' || code === 'EMESSAGE') return problem('refused');
  if (code === 'ETLS' || /CERT|SSL|TLS|ALTNAME|VERIFY/.test(originalCode ?? '')) return problem('tls');
  if (code === 'ETIMEDOUT') return problem('timeout');
  if (code === 'ECONNECTION') return problem('dropped');
  if (originalCode === 'ECONNRESET' || originalCode === 'EPIPE') return problem('dropped');
  return problem('unreachable');
}

function fieldsOf(error: unknown) {
  const given = new Map<string, unknown>(error instanceof Error ? Object.entries(error) : []);
  const text = (name: string) => {
    const value = given.get(name);
    return typeof value === 'string' ? value : undefined;
  };
  const status = given.get('responseCode');
  return {
    code: text('code'),
    originalCode: text('originalCode'),
    responseCode: typeof status === 'number' ? status : undefined,
    response: text('response'),
    message: error instanceof Error ? error.message : 'unknown',
  };
}

/** What a mail comes from: the installation's address, under the name of the branding. */
export function senderOf(from: MailFrom, name: string | null): { name: string; address: string } {
  return { name: name ?? from.name ?? '', address: from.address };
}
