import PostalMime, { type Address } from 'postal-mime';

/** A mail as it arrived, taken apart. */
export interface ReceivedMail {
  messageId: string;
  from: { name: string; address: string };
  to: { name: string; address: string }[];
  replyTo: string | undefined;
  subject: string;
  text: string;
  html: string;
  /** In the order of the message; names in lower case. */
  headers: { name: string; value: string }[];
  /** Whom the server was told it is for: what decides who gets it. */
  recipients: string[];
  /** It came over TLS. */
  secure: boolean;
  /** Who signed in to hand it over. */
  user: string | undefined;
  /** Every http(s) address of the text, in its order. */
  links: string[];
}

/** Takes the bytes of a message apart. */
export async function readMail(
  bytes: Uint8Array,
  session: Pick<ReceivedMail, 'recipients' | 'secure' | 'user'>,
): Promise<ReceivedMail> {
  const mail = await PostalMime.parse(bytes);
  const text = mail.text ?? '';
  return {
    messageId: mail.messageId ?? '',
    from: mailboxes(mail.from)[0] ?? { name: '', address: '' },
    to: (mail.to ?? []).flatMap(mailboxes),
    replyTo: (mail.replyTo ?? []).flatMap(mailboxes)[0]?.address,
    subject: mail.subject ?? '',
    text,
    html: mail.html ?? '',
    headers: mail.headers.map(({ key, value }) => ({ name: key, value })),
    links: text.match(/https?:\/\/[^\s<>"]+/g) ?? [],
    ...session,
  };
}

function mailboxes(address: Address | undefined): { name: string; address: string }[] {
  if (address === undefined) return [];
  if (address.group !== undefined) return address.group;
  return [{ name: address.name, address: address.address }];
}
