import type { SettingEntry } from '../entry';
import { keptOnly, text } from './common';

const article = 'reports-cdr';
const base = { ...keptOnly, group: 'reports' } as const;

/** Username and password of an account that the Reports app asks for. */
function account(
  name: string,
  title: string,
  user: SettingEntry['label'],
  password: SettingEntry['label'],
  help: SettingEntry['help'],
): readonly SettingEntry[] {
  return [
    {
      ...base,
      key: `reports.${name}.username`,
      label: user,
      help,
      type: { kind: 'text', max: 254 },
      factory: '',
      source: { text: article, label: title },
    },
    {
      ...base,
      key: `reports.${name}.password`,
      label: password,
      help: text(
        'Belongs to this user. It is kept sealed and never shown again.',
        'Gehört zu diesem Benutzer. Es wird versiegelt aufbewahrt und nie wieder gezeigt.',
        'Appartiene a questo utente. Viene conservata sigillata e mai più mostrata.',
      ),
      type: { kind: 'secret', max: 256 },
      factory: '',
      secret: true,
      source: { text: article, label: title },
    },
  ];
}

/** The Reports app: how long it keeps call records, who delivers and fetches them, and its mails. */
export const reportsSettings: readonly SettingEntry[] = [
  {
    ...base,
    key: 'reports.autoDelete',
    label: text('Delete call records', 'Anrufdatensätze löschen', 'Elimina i dati delle chiamate'),
    help: text(
      'Old call records are deleted every night at 03:00 UTC.',
      'Alte Anrufdatensätze werden jede Nacht um 03:00 UTC gelöscht.',
      'I vecchi dati delle chiamate vengono eliminati ogni notte alle 03:00 UTC.',
    ),
    type: { kind: 'boolean' },
    factory: false,
    source: { text: article, label: 'automatic deletion of CDRs' },
  },
  {
    ...base,
    key: 'reports.deleteAfterDays',
    label: text('Delete call records after', 'Anrufdatensätze löschen nach', 'Elimina i dati delle chiamate dopo'),
    help: text(
      'Counts only while call records are deleted at all.',
      'Zählt nur, solange überhaupt Anrufdatensätze gelöscht werden.',
      'Conta solo finché i dati delle chiamate vengono eliminati.',
    ),
    type: { kind: 'integer', min: 1, max: 3650, unit: 'days' },
    factory: 90,
    source: { text: article, label: 'deletion interval' },
  },
  ...account(
    'cdrAccount',
    'Account for CDR authentication',
    text('Call records: user', 'Anrufdatensätze: Benutzer', 'Dati delle chiamate: utente'),
    text('Call records: password', 'Anrufdatensätze: Passwort', 'Dati delle chiamate: password'),
    text(
      'With it PBXes deliver their call records to the app.',
      'Damit liefern PBX ihre Anrufdatensätze bei der App ab.',
      "Con esso le PBX consegnano i dati delle chiamate all'app.",
    ),
  ),
  ...account(
    'externalAccount',
    'Account for authentication for external apps',
    text('External apps: user', 'Externe Apps: Benutzer', 'App esterne: utente'),
    text('External apps: password', 'Externe Apps: Passwort', 'App esterne: password'),
    text(
      'With it other apps fetch reports as PDF, XML or CSV.',
      'Damit rufen andere Apps Berichte als PDF, XML oder CSV ab.',
      'Con esso altre app scaricano i report in PDF, XML o CSV.',
    ),
  ),
  {
    ...base,
    key: 'reports.mail.smtpServer',
    label: text('Report mails: SMTP server', 'Berichte per Mail: SMTP-Server', 'Report per e-mail: server SMTP'),
    help: text(
      'Over which reports are sent as e-mail.',
      'Über den Berichte per E-Mail gesendet werden.',
      'Attraverso cui i report vengono inviati per e-mail.',
    ),
    type: { kind: 'text', max: 260, format: 'host' },
    factory: '',
    source: { text: article, label: 'SMTP Configuration' },
  },
  {
    ...base,
    key: 'reports.mail.senderName',
    label: text('Report mails: sender name', 'Berichte per Mail: Absendername', 'Report per e-mail: nome mittente'),
    help: text(
      'Shown as the sender of reports.',
      'Erscheint als Absender der Berichte.',
      'Appare come mittente dei report.',
    ),
    type: { kind: 'text', max: 100 },
    factory: '',
    source: { text: article, label: 'SMTP Configuration' },
  },
  {
    ...base,
    key: 'reports.mail.address',
    label: text(
      'Report mails: sender address',
      'Berichte per Mail: Absenderadresse',
      'Report per e-mail: indirizzo mittente',
    ),
    help: text('From which reports are sent.', 'Von der Berichte gesendet werden.', 'Da cui vengono inviati i report.'),
    type: { kind: 'text', max: 254, format: 'email' },
    factory: '',
    source: { text: article, label: 'SMTP Configuration' },
  },
  ...account(
    'mail',
    'SMTP Configuration',
    text('Report mails: user', 'Berichte per Mail: Benutzer', 'Report per e-mail: utente'),
    text('Report mails: password', 'Berichte per Mail: Passwort', 'Report per e-mail: password'),
    text('Account at the SMTP server.', 'Konto beim SMTP-Server.', 'Account presso il server SMTP.'),
  ),
];
