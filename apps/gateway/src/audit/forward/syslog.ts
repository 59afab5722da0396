import { hostname } from 'node:os';
import type { AuditEntry } from '../audit-log';

/** The private enterprise number of our structured data: 32473, which RFC 5612 sets aside for examples. */
const ENTERPRISE = 32473;
const SD_ID = `switchroom@${ENTERPRISE}`;
/** Facility "log audit". */
const FACILITY = 13;
const severities = { allowed: 6, denied: 4, failed: 4 } as const;
/** What a receiver should take at least (RFC 5425, section 4.3.1). */
const MESSAGE_LIMIT = 8192;

/** An entry as a syslog message (RFC 5424): our facts as structured data, before and after as JSON text. */
export function syslogMessage(entry: AuditEntry, host: string = hostname()): Buffer {
  const facts: [string, string | number | null][] = [
    ['organisation', entry.organisationId],
    ['seq', entry.seq],
    ['id', entry.id],
    ['actorId', entry.actorId],
    ['actor', entry.actorName],
    ['onBehalfOfId', entry.onBehalfOfId],
    ['onBehalfOf', entry.onBehalfOfName],
    ['action', entry.action],
    ['targetKind', entry.targetKind],
    ['targetId', entry.targetId],
    ['target', entry.targetName],
    ['pbxId', entry.pbxId],
    ['result', entry.result],
    ['reason', entry.reason],
    ['requestId', entry.requestId],
    ['address', entry.address],
    ['previousHash', entry.previousHash],
    ['hash', entry.hash],
  ];
  const head = message(severities[entry.result], entry.at, host, entry.action, facts);
  const text = JSON.stringify({ before: entry.before, after: entry.after });
  const whole = withText(head, text);
  return whole.length <= MESSAGE_LIMIT ? whole : withText(head, JSON.stringify({ tooLong: Buffer.byteLength(text) }));
}

/** A message that says nothing but that messages arrive. */
export function testMessage(at: Date, sender: string, host: string = hostname()): Buffer {
  return withText(message(severities.allowed, at, host, 'test', [['actor', sender]]), 'Switchroom test message');
}

/** A message as TCP and TLS carry it: its length in octets before it (RFC 6587, section 3.4.1). */
export function frame(bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${bytes.length} `), bytes]);
}

function message(
  severity: number,
  at: Date,
  host: string,
  id: string,
  facts: readonly [string, string | number | null][],
): string {
  const data = facts
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => ` ${name}="${escaped(String(value))}"`)
    .join('');
  const header = [`<${FACILITY * 8 + severity}>1`, at.toISOString(), word(host, 255), 'switchroom', '-', word(id, 32)];
  return `${header.join(' ')} [${SD_ID}${data}]`;
}

function withText(head: string, text: string): Buffer {
  // The byte order mark says that the text is UTF-8 (RFC 5424, section 6.4).
  return Buffer.from(`${head} \uFEFF${text}`, 'utf8');
}

/** Only what RFC 5424 allows in a header field. */
function word(text: string, length: number): string {
  const plain = text.replaceAll(/[^\x21-\x7e]/g, '').slice(0, length);
  return plain === '' ? '-' : plain;
}

/** A receiver that splits at line ends must not be made to see two messages. */
function escaped(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, ' ').replaceAll(/["\\\]]/g, (character) => `\\${character}`);
}
